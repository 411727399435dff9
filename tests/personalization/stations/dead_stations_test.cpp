// SPDX-License-Identifier: Apache-2.0
// What a station finds when it begins: jobs that others hold who are dead, or may be at work.
#include "making/job_leases.hpp"

#include "office/clock.hpp"
#include "personalization/store/databases.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace perso;
using namespace std::chrono_literals;
using store::JobState;

namespace {

/// A process that made cards, and died without a word.
struct DeadStation {
    std::unique_ptr<store::Database> database;
    store::SqlStore store{*database, "LA", card::crypto::system_random(), &test::software_seal()};
    store::Leases leases;

    DeadStation(test::ADatabase& of, const std::string& name) : database{of.open()}, leases{*database, store, name} {}

    /// A card of that job, with something written on it or not.
    void begin(const std::string& application, std::uint8_t chip, bool written, card::Time when)
    {
        store::Claim claim{.application = application, .operator_ = "noy"};
        claim.kdd.fill(chip);
        claim.guid.fill(chip);
        const std::int64_t card = store.claim(claim, when).card;
        if (written)
            store.intend(card, "keys", when);
    }
};

/// Its store is its own, or on the server one that other stations may share.
struct ShopFloor {
    card::Time yesterday = now() - 24h;
    test::ADatabase database{yesterday};
    DeadStation one{database, "one:1:reader"};
    DeadStation two{database, "two:2:reader"};
    Office office{.directory = database.file().parent_path(),
        .authority = {},
        .document_prefix = "LA",
        .hsm = {},
        .people = {},
        .store_url = test::ADatabase::on_postgresql() ? database.url() : ""};

    ShopFloor()
    {
        for (const std::string number : {"A-001", "A-002", "A-003", "A-004"}) {
            one.store.import(
                {.number = number, .personal_number = number, .record = "{}", .photograph = {0xFF}}, "noy", yesterday);
            one.store.approve(number, "keo", yesterday);
        }
    }

    JobState state(const std::string& application) const
    {
        const auto jobs = one.store.jobs();
        return std::ranges::find(jobs, application, &store::Job::application)->state;
    }

    /// Jobs from A-001 on, each held by one or the other: nothing begun, a card claimed, a card written on.
    void hold_three(std::chrono::seconds time, card::Time when)
    {
        REQUIRE(one.leases.take("noy", time, when));
        REQUIRE(two.leases.take("noy", time, when));
        two.begin("A-002", 2, false, when);
        REQUIRE(one.leases.take("noy", time, when));
        one.begin("A-003", 3, true, when);
    }
};

/// "application of owner" of those that were taken back in that state.
std::vector<std::string> taken_back(const std::vector<store::RunOut>& all, JobState state)
{
    std::vector<std::string> found;
    for (const store::RunOut& out : all)
        if (out.state == state)
            found.push_back(out.application + " of " + out.owner);
    return found;
}

using Found = std::vector<std::string>;

void check_all_three(ShopFloor& floor, const std::vector<store::RunOut>& all)
{
    CHECK(all.size() == 2); // where no card was begun there is nothing to tell
    CHECK(taken_back(all, JobState::approved) == Found{"A-002 of two:2:reader"});
    CHECK(taken_back(all, JobState::quarantined) == Found{"A-003 of one:1:reader"});
    CHECK(floor.state("A-001") == JobState::approved);
    CHECK(floor.state("A-002") == JobState::approved);
    CHECK(floor.state("A-003") == JobState::quarantined);
    CHECK(floor.two.leases.take("noy", 5s, now())->application == "A-001");
    CHECK(floor.two.leases.take("noy", 5s, now())->application == "A-002");
    CHECK(floor.two.leases.take("noy", 5s, now())->application == "A-004");
}

} // namespace

TEST_CASE("dead stations: what they hold is taken back at once in a store of its own, and not in a shared one")
{
    ShopFloor floor;
    floor.hold_three(1h, now());
    const auto all = take_back_dead(floor.office);
    if (test::ADatabase::on_postgresql()) {
        CHECK(all.empty());
        CHECK(floor.state("A-002") == JobState::encoding);
        CHECK(floor.state("A-003") == JobState::encoding);
        CHECK(floor.two.leases.take("noy", 5s, now())->application == "A-004");
    } else {
        check_all_three(floor, all);
    }
}

TEST_CASE("dead stations: what ran out is taken back everywhere, once")
{
    ShopFloor floor;
    floor.hold_three(1min, floor.yesterday + 1h);
    const auto all = take_back_dead(floor.office);
    CHECK(take_back_dead(floor.office).empty());
    check_all_three(floor, all);
}

TEST_CASE("dead stations: where one may be at work, nothing is taken back but what ran out")
{
    ShopFloor floor;
    floor.hold_three(1min, floor.yesterday + 1h);
    REQUIRE(floor.two.leases.take("noy", 1h, now()));
    floor.two.begin("A-004", 4, true, now());
    const auto all = take_back_run_out(floor.office);
    CHECK(floor.state("A-004") == JobState::encoding);
    CHECK(all.size() == 2);
    CHECK(taken_back(all, JobState::approved) == Found{"A-002 of two:2:reader"});
    CHECK(taken_back(all, JobState::quarantined) == Found{"A-003 of one:1:reader"});
    CHECK(take_back_run_out(floor.office).empty());
}

TEST_CASE("dead stations: a card in work that nobody holds was left by one from before there were leases")
{
    ShopFloor floor;
    floor.one.begin("A-001", 1, true, floor.yesterday);
    floor.one.begin("A-003", 3, false, floor.yesterday);
    REQUIRE(floor.two.leases.take("noy", 1min, now())->application == "A-002");
    CHECK(take_back_run_out(floor.office).empty());
    CHECK(floor.state("A-001") == JobState::encoding);
    const auto all = take_back_dead(floor.office);
    CHECK(all.size() == 2);
    CHECK(taken_back(all, JobState::quarantined) == Found{"A-001 of "});
    CHECK(taken_back(all, JobState::approved) == Found{"A-003 of "}); // nothing was written on it
    CHECK(floor.state("A-001") == JobState::quarantined);
    CHECK(floor.state("A-003") == JobState::approved);
}
