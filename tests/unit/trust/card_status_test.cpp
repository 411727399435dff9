// SPDX-License-Identifier: Apache-2.0
// The verdict by the card status list: listed, silent, too old, not covered, not there.
#include "card/trust/status_list.hpp"
#include "counter.hpp"

using namespace card;
using test::Counter;
using trust::CardRevocation;
using trust::CheckId;
using trust::Overall;
using trust::State;

namespace {

/// A counter that requires the card status, with a list of the day before.
struct StatusCounter : Counter {
    trust::StatusHeader header{.issuing_state = "LAO",
        .this_update = start_of(parse_date("20261231")),
        .next_update = start_of(parse_date("20270104")),
        .number = 1,
        .high_water = 131'072};

    StatusCounter()
    {
        content.dg13.status_index = 70'000;
        read_card();
        policy.required.insert(CheckId::card_status);
    }

    void install(const std::vector<trust::StatusEntry>& entries)
    {
        trust_data.status = std::make_shared<const trust::StatusList>(trust::StatusList::make(header, entries));
    }

    trust::Check status() const { return test::only(verdict(), CheckId::card_status); }
};

} // namespace

TEST_CASE("card status: silence about a card that the list knows")
{
    StatusCounter counter;
    counter.install({{69'999, CardRevocation::lost}, {70'001, CardRevocation::stolen}});
    CHECK(counter.status().state == State::passed);
    CHECK(counter.verdict().overall == Overall::genuine);
}

TEST_CASE("card status: a card that is listed is genuine, but not valid")
{
    for (const auto& [reason, told] :
        {std::pair{CardRevocation::lost, Errc::card_lost}, {CardRevocation::stolen, Errc::card_stolen},
            {CardRevocation::replaced, Errc::card_replaced}, {CardRevocation::withdrawn, Errc::card_withdrawn}}) {
        StatusCounter counter;
        counter.install({{70'000, reason}});
        test::expect(counter.verdict(), Overall::genuine_not_valid, CheckId::card_status, told);
        counter.policy = trust::default_policy(); // whether it is required or not
        test::expect(counter.verdict(), Overall::genuine_not_valid, CheckId::card_status, told);
    }
}

TEST_CASE("card status: an old list still names the cards that it lists, and is stale about all others")
{
    StatusCounter counter;
    counter.trust_data.limits.card_status_days = 30;
    counter.install({});
    counter.today = parse_date("20270130"); // 30 days
    CHECK(counter.status().state == State::passed);
    CHECK(counter.status().days == 30);
    counter.today = parse_date("20270131");
    CHECK(counter.status().state == State::stale);
    CHECK(counter.status().days == 31);
    test::expect(counter.verdict(), Overall::genuine_stale, CheckId::card_status, Errc::status_list_old);
    counter.policy = trust::default_policy();
    CHECK(counter.verdict().overall == Overall::genuine);

    counter.install({{70'000, CardRevocation::lost}});
    test::expect(counter.verdict(), Overall::genuine_not_valid, CheckId::card_status, Errc::card_lost);
    counter.header.high_water = 65'536; // a list that no longer speaks of new cards is old, not merely silent
    counter.install({});
    CHECK(counter.status().state == State::stale);
}

TEST_CASE("card status: a card that is younger than the list is not covered, and no worse for it")
{
    StatusCounter counter;
    counter.header.high_water = 65'536; // its block was opened later
    counter.install({});
    CHECK(counter.status().state == State::not_applicable);
    CHECK(counter.status().reason == Errc::status_not_covered);
    CHECK(counter.verdict().overall == Overall::genuine);

    counter.header.high_water = 131'072;
    counter.header.this_update = start_of(parse_date("20261122")) + std::chrono::hours{20}; // the day of its issue
    counter.trust_data.limits.card_status_days = 365;
    counter.install({});
    CHECK(counter.status().reason == Errc::status_not_covered);
    counter.header.this_update = start_of(parse_date("20261123"));
    counter.install({});
    CHECK(counter.status().state == State::passed);
}

TEST_CASE("card status: no list, or that of another country")
{
    StatusCounter counter;
    CHECK(counter.status().state == State::not_done);
    test::expect(counter.verdict(), Overall::genuine_stale, CheckId::card_status, Errc::status_not_checked);
    counter.header.issuing_state = "THA";
    counter.install({{70'000, CardRevocation::lost}});
    CHECK(counter.status().state == State::not_done);
}

TEST_CASE("card status: only data that the issuer signed say which card it is")
{
    StatusCounter counter;
    counter.install({{70'000, CardRevocation::lost}});
    StatusCounter other;
    other.content.dg13.status_index = 70'002;
    other.read_card();
    counter.evidence.groups[13] = other.evidence.groups[13]; // of another card
    CHECK(counter.status().state == State::not_done);
    CHECK(counter.status().reason == Errc::data_group_altered);
    CHECK(counter.verdict().overall == Overall::not_genuine);

    StatusCounter unread;
    unread.install({});
    unread.evidence.groups.erase(12); // nobody knows when it was issued
    CHECK(unread.status().state == State::not_done);
    unread.install({{70'000, CardRevocation::stolen}});
    CHECK(unread.status().state == State::failed);
}
