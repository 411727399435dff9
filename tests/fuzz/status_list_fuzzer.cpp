// SPDX-License-Identifier: Apache-2.0
// The card status list, complete and as a delta to a list of its own.
#include "card/trust/status_list.hpp"
#include "fuzz.hpp"

#include <algorithm>

namespace {

using namespace card;

/// What the seed delta.bin starts from.
const trust::StatusList& base()
{
    static const trust::StatusList list = trust::StatusList::make(
        {"LAO", Time{std::chrono::seconds{1'800'000'000}}, Time{std::chrono::seconds{1'800'086'400}}, 1, 131'072},
        {{0, trust::CardRevocation::withdrawn}, {1, trust::CardRevocation::lost},
            {70'000, trust::CardRevocation::stolen}, {131'071, trust::CardRevocation::replaced}});
    return list;
}

void check(const trust::StatusList& list)
{
    for (const trust::StatusEntry& entry : list.entries())
        fuzz::must_hold(list.find(entry.index) == entry.reason, "a listed card is found");
    fuzz::must_hold(trust::StatusList::parse(list.encode()) == list, "decode(encode(x)) == x");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView file{data, size};
    fuzz::may_refuse([&] {
        const auto list = trust::StatusList::parse(file);
        check(list);
        fuzz::must_hold(equal(list.encode(), file), "one list has one encoding");
    });
    fuzz::may_refuse([&] {
        const auto next = trust::apply_status_delta(base(), file);
        check(next);
        fuzz::must_hold(equal(trust::make_status_delta(base(), next), file), "one delta has one encoding");
    });
    return 0;
}
