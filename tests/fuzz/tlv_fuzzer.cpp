// SPDX-License-Identifier: Apache-2.0
// Nested BER-TLV: every element lies inside its parent, and nothing is read twice.
#include "card/tlv/oid.hpp"
#include "card/tlv/reader.hpp"
#include "fuzz.hpp"

namespace {

void walk(card::ByteView data, int depth)
{
    card::tlv::Reader reader{data};
    std::size_t used = 0;
    while (!reader.at_end()) {
        const card::tlv::Element element = reader.next();
        used += element.whole.size();
        fuzz::must_hold(used <= data.size(), "elements fit into their parent");
        fuzz::must_hold(card::tlv::total_length(element.whole) == element.whole.size(), "the length is the length");
        if (element.tag.constructed() && depth > 0)
            fuzz::may_refuse([&] { walk(element.value, depth - 1); });
    }
    reader.finish();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::may_refuse([&] { walk({data, size}, 8); });
    return 0;
}
