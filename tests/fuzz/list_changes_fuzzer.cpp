// SPDX-License-Identifier: Apache-2.0
// Changes to a list: applied to an old one, and made from it to any other DER.
#include "card/trust/list_changes.hpp"
#include "fuzz.hpp"

namespace {

/// SEQUENCE { SEQUENCE { INTEGER 0 to 99 ... }, OCTET STRING }, as long as a short CRL.
card::Bytes older()
{
    card::Bytes list;
    for (std::uint8_t number = 0; number < 100; ++number)
        card::append(
            list, card::Bytes{0x30, 0x11, 0x02, 0x0F, 0x41, number, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
    const auto size = static_cast<std::uint16_t>(list.size());
    return card::concat(
        {card::Bytes{0x30, 0x82, static_cast<std::uint8_t>(size >> 8), static_cast<std::uint8_t>(size)}, list});
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace card::trust;
    static const card::Bytes list = older();
    const card::ByteView input{data, size};
    fuzz::may_refuse(
        [&] { fuzz::must_hold(apply_list_changes(list, input).size() <= max_changed_file, "no list without end"); });
    fuzz::may_refuse([&] {
        const card::Bytes changes = make_list_changes(list, input);
        fuzz::must_hold(
            card::equal(apply_list_changes(list, changes), input), "changes give the list they were made for");
        const card::Bytes back = make_list_changes(input, list);
        fuzz::must_hold(apply_list_changes(input, back) == list, "and back again");
    });
    return 0;
}
