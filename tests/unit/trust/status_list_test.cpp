// SPDX-License-Identifier: Apache-2.0
#include "card/trust/status_list.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>

namespace {

using namespace card;
using test::error_of;
using trust::CardRevocation;
using trust::StatusEntry;
using trust::StatusList;

const Time monday = start_of(parse_date("20270104"));

trust::StatusHeader header(std::uint32_t number, std::uint32_t high_water)
{
    return {.issuing_state = "LAO",
        .this_update = monday + std::chrono::days{number},
        .next_update = monday + std::chrono::days{number + 1},
        .number = number,
        .high_water = high_water};
}

const std::vector<StatusEntry> some{{0, CardRevocation::withdrawn}, {1, CardRevocation::lost},
    {2, CardRevocation::stolen}, {70'000, CardRevocation::replaced}, {131'071, CardRevocation::lost}};

StatusList small()
{
    return StatusList::make(header(1, 131'072), some);
}

/// As many cards out of `cards`, drawn at random, with reasons.
std::map<std::uint32_t, CardRevocation> draw(std::size_t revoked, std::uint32_t cards, std::mt19937& random)
{
    std::map<std::uint32_t, CardRevocation> drawn;
    while (drawn.size() < revoked)
        drawn.emplace(random() % cards, static_cast<CardRevocation>(random() % 4));
    return drawn;
}

StatusList list_of(std::uint32_t number, std::uint32_t cards, const std::map<std::uint32_t, CardRevocation>& revoked)
{
    std::vector<StatusEntry> entries;
    for (const auto& [index, reason] : revoked)
        entries.push_back({index, reason});
    return StatusList::make(header(number, cards), entries);
}

constexpr std::uint32_t country = 115 * 65'536; ///< 7.5 million cards

} // namespace

TEST_CASE("status list: silent until a card is revoked, and then it says why")
{
    const StatusList list = StatusList::parse(small().encode());
    CHECK(list == small());
    CHECK(list.size() == some.size());
    CHECK(list.entries() == some);
    for (const StatusEntry& entry : some)
        CHECK(list.find(entry.index) == entry.reason);
    for (const std::uint32_t index : {3U, 69'999U, 70'001U, 131'070U, 131'072U, 0x3FFFFFFFU, 0x40000000U, 0xFFFFFFFFU})
        CHECK_FALSE(list.find(index));
    CHECK_FALSE(StatusList::make(header(1, 0), {}).find(0));
}

TEST_CASE("status list: covers indices of blocks that were opened, of cards older than the day of the list")
{
    const StatusList list = small(); // of 5 January
    CHECK(list.covers(0, parse_date("20270104")));
    CHECK(list.covers(131'071, parse_date("20270104")));
    CHECK_FALSE(list.covers(131'072, parse_date("20270104")));
    CHECK_FALSE(list.covers(0, parse_date("20270105")));
    CHECK_FALSE(list.covers(0, parse_date("20270106")));
}

TEST_CASE("status list: one encoding, in the order of the document")
{
    const StatusList list =
        StatusList::make({"LAO", Time{std::chrono::seconds{0x10}}, Time{std::chrono::seconds{0x20}}, 7, 65'536},
            {{2, CardRevocation::stolen}});
    // 2^15 * 1 <= 0.693 * 65536, so 15 bits of remainder: 0, 000000000000010, 01, and six bits to fill up
    CHECK(to_hex(list.encode()) == "4944534c"
                                   "01"
                                   "00"
                                   "4c414f"
                                   "0000000000000010"
                                   "0000000000000020"
                                   "00000007"
                                   "00010000"
                                   "00000001"
                                   "0f"
                                   "000240");
    CHECK(StatusList::make(header(1, 131'072), {some.rbegin(), some.rend()}).encode() == small().encode());
}

TEST_CASE("status list: refuses entries that cannot be")
{
    const auto make = [](trust::StatusHeader header, std::vector<StatusEntry> entries) {
        return error_of([&] { StatusList::make(std::move(header), entries); });
    };
    const auto with = [](auto change) {
        trust::StatusHeader changed = header(1, 10);
        change(changed);
        return changed;
    };
    CHECK_FALSE(make(header(1, 10), {{9, CardRevocation::lost}}));
    CHECK(make(header(1, 10), {{10, CardRevocation::lost}}) == Errc::malformed_data);
    CHECK(make(header(1, 10), {{9, CardRevocation::lost}, {9, CardRevocation::stolen}}) == Errc::malformed_data);
    CHECK(make(header(1, trust::max_status_index + 1), {}) == Errc::malformed_data);
    CHECK(make(with([](auto& h) { h.issuing_state = "LA"; }), {}) == Errc::malformed_data);
    CHECK(make(with([](auto& h) { h.issuing_state = "l\"o"; }), {}) == Errc::malformed_data);
    CHECK(make(with([](auto& h) { h.next_update = h.this_update - std::chrono::seconds{1}; }), {}) ==
          Errc::malformed_data);
    CHECK(make(with([](auto& h) { h.this_update = Time{std::chrono::seconds{-1}}; }), {}) == Errc::malformed_data);
}

TEST_CASE("status list: every truncation, every longer file and every changed bit is refused or is another list")
{
    const StatusList list = small();
    const Bytes good = list.encode();
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK(error_of([&] { StatusList::parse(ByteView{good}.first(size)); }) == Errc::malformed_data);
    CHECK(error_of([&] { StatusList::parse(concat({good, Bytes{0}})); }) == Errc::malformed_data);
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        Bytes changed = good;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ 0x80 >> bit % 8);
        try {
            const StatusList other = StatusList::parse(changed);
            CHECK(other != list);
            CHECK(other.encode() == changed); // there is one encoding
        } catch (const Error& error) {
            CHECK((error.code() == Errc::malformed_data || error.code() == Errc::unsupported));
        }
    }
    CHECK(error_of([&] { StatusList::parse(Bytes(trust::max_status_list_size + 1)); }) == Errc::malformed_data);
}

TEST_CASE("status list: a count that no file could hold costs nothing")
{
    Bytes file = StatusList::make(header(1, trust::max_status_index), {}).encode();
    for (std::size_t i = file.size() - 5; i < file.size() - 1; ++i)
        file[i] = 0xFF;
    CHECK(error_of([&] { StatusList::parse(file); }) == Errc::malformed_data);
}

TEST_CASE("status list: a country of 7.5 million cards, 2 % revoked, in at most 200 kB")
{
    std::mt19937 random{2026};
    const auto revoked = draw(country / 50, country, random);
    const StatusList list = list_of(1, country, revoked);
    const Bytes file = list.encode();
    CHECK(file.size() <= 200'000);
    MESSAGE(file.size(), " bytes for ", list.size(), " of ", country, " cards");

    const StatusList read = StatusList::parse(file);
    CHECK(read == list);
    for (std::uint32_t index = 0; index < country; index += 97) {
        const auto found = revoked.find(index);
        CHECK((found == revoked.end() ? std::nullopt : std::optional{found->second}) == read.find(index));
    }

    // Even if they all stand at one end: nobody can make the list long.
    std::map<std::uint32_t, CardRevocation> first, last;
    for (std::uint32_t i = 0; i < country / 50; ++i) {
        first.emplace(i, CardRevocation::withdrawn);
        last.emplace(country - 1 - i, CardRevocation::withdrawn);
    }
    for (const auto& end : {first, last})
        CHECK(list_of(1, country, end).encode().size() <= 200'000);
}

TEST_CASE("status list: a day of a country as a delta far below 100 kB, and so is a week")
{
    std::mt19937 random{2027};
    auto revoked = draw(country / 50, country, random);
    const StatusList base = list_of(1, country, revoked);
    // 7.5 million cards over ten years, 2 % of them revoked: some 40 a day, here 4,000 and a new block
    for (const auto& [index, reason] : draw(4'000, country, random))
        revoked[index] = reason;
    for (int found = 0; found < 100; ++found)
        revoked.erase(std::next(revoked.begin(), static_cast<long>(random() % revoked.size())));
    const StatusList next = list_of(2, country + 65'536, revoked);

    const Bytes delta = trust::make_status_delta(base, next);
    CHECK(delta.size() < 20'000);
    MESSAGE(delta.size(), " bytes for 4,100 changes");
    const StatusList applied = trust::apply_status_delta(base, delta);
    CHECK(applied == next);
    CHECK(applied.encode() == next.encode());
}

TEST_CASE("status delta: added, changed, found; only from its own base and only forward")
{
    std::vector<StatusEntry> entries = some;
    entries[1].reason = CardRevocation::stolen;                 // lost, then reported stolen
    entries.erase(entries.begin() + 4);                         // found
    entries.push_back({131'072 + 5, CardRevocation::replaced}); // from a new block
    const StatusList next = StatusList::make(header(3, 2 * 131'072), entries);
    const Bytes delta = trust::make_status_delta(small(), next);
    CHECK(trust::apply_status_delta(small(), delta) == next);
    const StatusList unchanged = StatusList::make(header(3, 131'072), some);
    CHECK(trust::apply_status_delta(small(), trust::make_status_delta(small(), unchanged)) == unchanged);

    const StatusList other = StatusList::make(header(1, 131'072), {{3, CardRevocation::lost}});
    CHECK(error_of([&] { trust::apply_status_delta(other, delta); }) == Errc::trust_data_invalid);
    CHECK(error_of([&] { trust::apply_status_delta(next, delta); }) == Errc::trust_data_invalid);
    CHECK(error_of([&] { trust::make_status_delta(next, small()); }) == Errc::malformed_data);
    CHECK(error_of([&] { trust::make_status_delta(next, next); }) == Errc::malformed_data);
    auto foreign = header(9, 2 * 131'072);
    foreign.issuing_state = "THA";
    CHECK(error_of([&] { trust::make_status_delta(next, StatusList::make(foreign, {})); }) == Errc::malformed_data);

    CHECK(error_of([&] { StatusList::parse(delta); }) == Errc::malformed_data);
    CHECK(error_of([&] { trust::apply_status_delta(small(), small().encode()); }) == Errc::malformed_data);
    for (std::size_t size = 0; size < delta.size(); ++size)
        CHECK(
            error_of([&] { trust::apply_status_delta(small(), ByteView{delta}.first(size)); }) == Errc::malformed_data);
    for (std::size_t bit = 0; bit < delta.size() * 8; ++bit) {
        Bytes changed = delta;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ 0x80 >> bit % 8);
        try {
            const StatusList made = trust::apply_status_delta(small(), changed);
            CHECK(made != next);
        } catch (const Error& error) {
            CHECK((error.code() == Errc::malformed_data || error.code() == Errc::unsupported ||
                   error.code() == Errc::trust_data_invalid));
        }
    }
}

TEST_CASE("status list: names of the reasons")
{
    for (const auto reason :
        {CardRevocation::lost, CardRevocation::stolen, CardRevocation::replaced, CardRevocation::withdrawn})
        CHECK(trust::card_revocation_named(trust::name(reason)) == reason);
    CHECK_FALSE(trust::card_revocation_named("found"));
}
