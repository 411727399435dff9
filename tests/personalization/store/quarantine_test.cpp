// SPDX-License-Identifier: Apache-2.0
// Cards that lie aside: what is known of them, and how they end when nobody can go on with them.
#include "personalization/store/databases.hpp"

#include "database/sql/files.hpp"
#include "store/leases.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso::store;
using card::Errc;
using card::trust::CardRevocation;
using namespace std::chrono_literals;
using test::error_of;

namespace {

constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

struct Office {
    test::ADatabase place{start};
    std::unique_ptr<Database> database = place.open();
    SqlStore store{*database, "LA", card::crypto::system_random(), &test::software_seal()};

    void import(const std::string& application, const std::string& citizen)
    {
        store.import(
            {.number = application, .personal_number = citizen, .record = "{}", .photograph = {0xFF}}, "noy", start);
    }

    /// The chip with this number, for an imported application.
    Allotment claimed(const std::string& application, std::uint8_t chip)
    {
        store.approve(application, "keo", start);
        return store.claim(claim(application, chip), start);
    }

    static Claim claim(const std::string& application, std::uint8_t chip)
    {
        Claim claim{.application = application, .operator_ = "noy"};
        claim.kdd.fill(chip);
        claim.guid.fill(chip);
        return claim;
    }

    /// Something may have been written to it.
    void cut_off(const Allotment& allotted)
    {
        store.intend(allotted.card, "keys", start);
        store.give_up(allotted.card, Errc::card_removed, "keys", start);
    }

    /// Work on this card, with something sealed for whoever goes on with it.
    std::int64_t begin_work(const Allotment& allotted)
    {
        const std::int64_t work =
            database->number("units_begin", {{":card", allotted.card}, {":at", start.time_since_epoch().count()}});
        database->execute("units_remember", {{":work", work}, {":item", "secrets"}, {":sealed", card::as_bytes("s")}});
        return work;
    }

    /// The work is open, and what was sealed for it is there.
    bool is_kept(const Allotment& allotted, std::int64_t work)
    {
        const bool open = !database->rows("units_unfinished", {{":card", allotted.card}}).empty();
        const bool sealed = !database->rows("units_recall", {{":work", work}}).empty();
        CHECK(sealed == open);
        return open;
    }

    void issue(const Allotment& allotted)
    {
        store.intend(allotted.card, "keys", start);
        store.conclude(allotted.card, "keys", start);
        store.issued(allotted.card, start);
    }

    void revoke(const Allotment& allotted, card::Time at = start)
    {
        store.request_revocation(allotted.document_number, CardRevocation::withdrawn, "", "noy", at);
        store.confirm_revocation(allotted.document_number, CardRevocation::withdrawn, "keo", at);
    }

    JobState state(const std::string& application) const
    {
        for (const Job& job : store.jobs())
            if (job.application == application)
                return job.state;
        FAIL("no such application");
        return {};
    }
};

} // namespace

TEST_CASE("quarantine: of a chip that lies aside all is known that its card was allotted")
{
    Office office;
    office.import("A-1", "1");
    const Allotment allotted = office.claimed("A-1", 7);
    office.cut_off(allotted);
    const Claim claim = Office::claim("A-1", 7);
    const auto attempt = office.store.attempt_of(claim.kdd);
    REQUIRE(attempt);
    CHECK(attempt->state == Attempt::State::quarantined);
    CHECK(attempt->application == "A-1");
    CHECK(attempt->operator_ == "noy");
    CHECK(attempt->guid == claim.guid);
    CHECK(attempt->allotment.card == allotted.card);
    CHECK(attempt->allotment.document_number == allotted.document_number);
    CHECK(attempt->allotment.status_index == allotted.status_index);
    CHECK(attempt->allotment.citizen_ca == allotted.citizen_ca);
    CHECK(attempt->allotment.holder_id == allotted.holder_id);
}

TEST_CASE("quarantine: a card that nobody can go on with is revoked by two, and its application gets another")
{
    Office office;
    office.import("A-1", "1");
    const Allotment dead = office.claimed("A-1", 7);
    const std::int64_t work = office.begin_work(dead);
    office.cut_off(dead);
    CHECK(error_of([&] { office.import("A-2", "1"); }) == Errc::record_rejected);
    office.store.request_revocation(dead.document_number, CardRevocation::withdrawn, "", "noy", start + 1s);
    CHECK(office.state("A-1") == JobState::quarantined); // one person's word
    CHECK(office.database->rows("units_recall", {{":work", work}}).size() == 1);
    office.store.confirm_revocation(dead.document_number, CardRevocation::withdrawn, "keo", start + 1s);
    CHECK(office.state("A-1") == JobState::withdrawn);
    CHECK(office.database->rows("units_recall", {{":work", work}}).empty());
    CHECK(office.database->rows("units_unfinished", {{":card", dead.card}}).empty());

    CHECK(office.store.attempt_of(Office::claim("A-1", 7).kdd).value().revoked);
    CHECK(error_of([&] { office.store.reopen(dead.card, "noy", start + 1s); }) == Errc::revoked_already);
    office.import("A-1", "1");
    CHECK(error_of([&] { office.claimed("A-1", 7); }) == Errc::outcome_unknown); // not on that chip
    const Allotment next = office.store.claim(Office::claim("A-1", 8), start + 1s);
    CHECK(next.document_number != dead.document_number);
    CHECK(next.holder_id == dead.holder_id);
    office.cut_off(next);

    Leases leases{*office.database, office.store, "station"};
    leases.take_this("A-1", 60s, start + 1s);
    const auto asked = office.store.attempt_of(Office::claim("A-1", 8).kdd);
    REQUIRE(asked);
    CHECK(asked->state == Attempt::State::quarantined);
    CHECK_FALSE(asked->revoked); // the dead one is asked no more
    office.store.reopen(next.card, "noy", start + 1s);
    office.store.conclude(next.card, "keys", start + 1s);
    office.issue(next);
    CHECK(office.state("A-1") == JobState::issued);
    CHECK(office.store.attempt_of(Office::claim("A-1", 8).kdd).value().state == Attempt::State::live);
    CHECK(error_of([&] { office.import("A-2", "1"); }) == Errc::record_rejected); // a live card
}

TEST_CASE("quarantine: what was sealed to finish a card is kept while it lies aside, and only then")
{
    Office office;
    for (const char* number : {"A-1", "A-2", "A-3", "A-4", "A-5"})
        office.import(number, number);

    const Allotment cut_off = office.claimed("A-1", 1);
    const std::int64_t aside = office.begin_work(cut_off);
    office.cut_off(cut_off);
    CHECK(office.is_kept(cut_off, aside));
    CHECK(office.state("A-1") == JobState::quarantined);

    const Allotment good = office.claimed("A-2", 2);
    const std::int64_t finished = office.begin_work(good);
    office.issue(good);
    CHECK_FALSE(office.is_kept(good, finished));
    CHECK(office.state("A-2") == JobState::issued);

    const Allotment unwritten = office.claimed("A-3", 3);
    const std::int64_t given_up = office.begin_work(unwritten);
    CHECK(office.store.give_up(unwritten.card, Errc::card_removed, "letter", start) == JobState::approved);
    CHECK_FALSE(office.is_kept(unwritten, given_up));

    const Allotment left = office.claimed("A-4", 4);
    const std::int64_t taken_back = office.begin_work(left);
    CHECK(office.store.take_back(left.card, start - 10s) == JobState::approved); // a station whose clock is behind
    CHECK_FALSE(office.is_kept(left, taken_back));

    const Allotment orphan = office.claimed("A-5", 5);
    const std::int64_t orphaned = office.begin_work(orphan);
    REQUIRE(office.store.give_up_orphans(start).size() == 1);
    CHECK_FALSE(office.is_kept(orphan, orphaned));
}

TEST_CASE("quarantine: a card is listed as long as it lies aside, and from its revocation for good")
{
    Office office;
    const auto listed = [&] {
        std::vector<std::pair<std::uint32_t, CardRevocation>> entries;
        for (const auto& entry : office.store.revoked_cards())
            entries.emplace_back(entry.index, entry.reason);
        return entries;
    };
    using Entries = decltype(listed());
    office.import("A-1", "1");
    const Allotment allotted = office.claimed("A-1", 7);
    CHECK(listed().empty());
    office.cut_off(allotted);
    CHECK(listed() == Entries{{allotted.status_index, CardRevocation::lost}});
    CHECK(office.store.released_cards().empty());

    office.store.reopen(allotted.card, "noy", start + 1s);
    CHECK(listed().empty());
    REQUIRE(office.store.released_cards().size() == 1);
    CHECK(office.store.released_cards()[0].status_index == allotted.status_index);
    CHECK(office.store.released_cards()[0].when == start + 1s);
    office.store.give_up(allotted.card, Errc::card_removed, "keys", start + 1s);
    CHECK(listed() == Entries{{allotted.status_index, CardRevocation::lost}});
    office.store.reopen(allotted.card, "noy", start + 2s);
    CHECK(office.store.released_cards().at(0).when == start + 2s);
    office.store.give_up(allotted.card, Errc::card_removed, "keys", start + 2s);

    office.revoke(allotted, start + 2s);
    CHECK(listed() == Entries{{allotted.status_index, CardRevocation::withdrawn}}); // once
}

TEST_CASE("quarantine: the application of a finished card stays issued when that card is revoked")
{
    Office office;
    office.import("A-1", "1");
    const Allotment allotted = office.claimed("A-1", 7);
    office.issue(allotted);
    office.revoke(allotted);
    CHECK(office.state("A-1") == JobState::issued);
}

TEST_CASE("quarantine: an older store's application whose card was revoked comes again as well")
{
    Office office;
    office.import("A-1", "1");
    office.import("A-2", "2");
    const Allotment revoked = office.claimed("A-1", 7);
    office.cut_off(revoked);
    office.revoke(revoked);
    office.cut_off(office.claimed("A-2", 8));
    office.place.lawless("UPDATE job SET state = 'quarantined'");
    for (const Migration& migration : migrations(test::ADatabase::on_postgresql() ? "postgresql" : "sqlite"))
        if (migration.version == 16)
            office.place.sql(std::string{migration.sql});
    CHECK(office.state("A-1") == JobState::withdrawn);
    CHECK(office.state("A-2") == JobState::quarantined);
}
