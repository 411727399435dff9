// SPDX-License-Identifier: Apache-2.0
#include "card/pki/der_limits.hpp"

#include "card/base/error.hpp"
#include "card/tlv/reader.hpp"

namespace card::pki {

namespace {

/// Size of the primitive element that comes first, if its header has two bytes, as nearly all have; otherwise 0.
std::size_t short_primitive(ByteView data)
{
    if (data.size() < 2)
        return 0;
    const std::uint8_t tag = data[0];
    const std::uint8_t length = data[1];
    const bool plain = tag != 0 && (tag & 0x20) == 0 && (tag & 0x1F) != 0x1F && length < 0x80;
    return plain && data.size() - 2 >= length ? std::size_t{2} + length : 0;
}

void check_depth(ByteView children, unsigned depth_left)
{
    while (!children.empty()) {
        if (const std::size_t size = short_primitive(children)) {
            children = children.subspan(size);
            continue;
        }
        const tlv::Element element = tlv::Reader{children}.next();
        children = children.subspan(element.whole.size());
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
