// SPDX-License-Identifier: Apache-2.0
#include "card/pki/der_limits.hpp"

#include "card/base/error.hpp"
#include "card/tlv/reader.hpp"

namespace card::pki {

namespace {

void check_depth(ByteView children, unsigned depth_left)
{
    tlv::Reader reader{children};
    while (!reader.at_end()) {
        const tlv::Element element = reader.next();
        if (!element.tag.constructed())
            continue;
        if (depth_left == 0)
            throw Error{Errc::malformed_tlv, "DER is nested too deep"};
        check_depth(element.value, depth_left - 1);
    }
}

} // namespace

void check_der(ByteView der, std::size_t max_size, unsigned max_depth)
{
    if (der.size() > max_size)
        throw Error{Errc::malformed_tlv, "DER is too large"};
    tlv::Reader outer{der};
    outer.next();
    outer.finish();
    check_depth(der, max_depth);
}

} // namespace card::pki
