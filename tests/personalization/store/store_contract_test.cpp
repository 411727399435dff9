// SPDX-License-Identifier: Apache-2.0
// What the store must hold on every database.
#include "personalization/store/databases.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace perso::store;
using card::Errc;
using namespace std::chrono_literals;
using test::error_of;

namespace {

constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

/// A store that can be closed and opened again on the same data.
class Fixture {
public:
    Fixture() { reopen(); }

    Store& operator*() { return *store_; }

    Store* operator->() { return store_.get(); }

    void reopen()
    {
        store_.reset();
        store_ = database_.store();
    }

private:
    test::ADatabase database_{start};
    std::unique_ptr<Store> store_;
};

Application application(const std::string& number, const std::string& personal_number, std::string record = "{}")
{
    return {.number = number,
        .personal_number = personal_number,
        .record = std::move(record),
        .photograph = card::Bytes{0xFF, 0xD8, 0xFF, 0xD9}};
}

Claim claim(const std::string& number, std::uint8_t chip = 1, const std::string& operator_ = "noy")
{
    static std::uint8_t guid = 0;
    Claim claim{.application = number, .operator_ = operator_};
    claim.kdd.fill(chip);
    claim.guid[0] = ++guid;
    return claim;
}

/// Imported by noy, approved by keo.
void approved(Store& store, const std::string& number, const std::string& personal_number)
{
    store.import(application(number, personal_number), "noy", start);
    store.approve(number, "keo", start);
}

Job job(const Store& store, const std::string& number)
{
    for (const Job& job : store.jobs())
        if (job.application == number)
            return job;
    throw std::runtime_error{"no such job"};
}

CardKey key(std::uint8_t value, const std::string& slot = "9A")
{
    return {.slot = slot, .hash = card::Bytes(32, value), .certificate = {}};
}

} // namespace

TEST_CASE("store: importing again changes nothing, other content is refused")
{
    Fixture store;
    CHECK(store->import(application("A-001", "1"), "noy", start) == Imported::added);
    CHECK(store->import(application("A-001", "1"), "noy", start + 1s) == Imported::unchanged);
    CHECK(error_of([&] { store->import(application("A-001", "1", "{\"a\":1}"), "noy", start + 1s); }) ==
          Errc::record_duplicate);
    CHECK(store->jobs().size() == 1);
    CHECK(store->application("A-001").record == "{}");
    CHECK(error_of([&] { store->application("A-002"); }) == Errc::job_unknown);
}

TEST_CASE("store: a record that today's rules reject stands in nobody's way")
{
    Fixture store;
    approved(*store, "A-001", "1");
    approved(*store, "A-002", "2");
    store->reject("A-001", {{"birth_date", "too old"}, {"sex", "missing"}}, start + 1s);
    CHECK(store->next_approved("noy") == "A-002");
    const Job rejected = job(*store, "A-001");
    CHECK(rejected.state == JobState::rejected);
    CHECK(rejected.reason == "STATION-RECORD-REJECTED");
    CHECK(rejected.rejections == perso::intake::Rejections{{"birth_date", "too old"}, {"sex", "missing"}});
    CHECK(error_of([&] { store->reject("A-001", {}, start + 1s); }) == Errc::job_state);
    CHECK(error_of([&] { store->reject("A-009", {}, start + 1s); }) == Errc::job_unknown);
    CHECK(error_of([&] { store->claim(claim("A-001"), start + 1s); }) == Errc::job_state);
    CHECK(error_of([&] { store->approve("A-001", "keo", start + 1s); }) == Errc::job_state);
    // It is open still: another application of this citizen is refused.
    CHECK(error_of([&] { store->import(application("A-003", "1"), "noy", start + 1s); }) == Errc::record_rejected);
}

TEST_CASE("store: a rejected record is corrected, imported and approved anew")
{
    Fixture store;
    approved(*store, "A-001", "1");
    store->reject("A-001", {{"birth_date", "too old"}}, start + 1s);
    CHECK(error_of([&] { store->import(application("A-001", "2", "{\"a\":1}"), "dao", start + 2s); }) ==
          Errc::record_duplicate); // another citizen's
    CHECK(store->import(application("A-001", "1", "{\"a\":1}"), "keo", start + 2s) == Imported::again);
    const Job again = job(*store, "A-001");
    CHECK(again.state == JobState::imported);
    CHECK(again.imported_by == "keo");
    CHECK(again.approved_by.empty());
    CHECK(again.rejections.empty());
    CHECK(store->application("A-001").record == "{\"a\":1}");
    CHECK(error_of([&] { store->approve("A-001", "keo", start + 2s); }) == Errc::same_person); // now the importer
    store->approve("A-001", "dao", start + 2s);
    CHECK(store->next_approved("noy") == "A-001");
}

TEST_CASE("store: an application is withdrawn until a card of it was begun")
{
    Fixture store;
    store->import(application("A-001", "1"), "noy", start);
    store->withdraw("A-001", "noy", start);
    CHECK(job(*store, "A-001").state == JobState::withdrawn);
    CHECK(error_of([&] { store->withdraw("A-001", "noy", start); }) == Errc::job_state);
    CHECK(error_of([&] { store->approve("A-001", "keo", start); }) == Errc::job_state);

    // The citizen may apply anew; then the old application cannot come back beside it.
    approved(*store, "A-002", "1");
    CHECK(error_of([&] { store->import(application("A-001", "1"), "noy", start); }) == Errc::record_rejected);
    store->withdraw("A-002", "noy", start);
    CHECK(store->import(application("A-001", "1"), "noy", start) == Imported::again);
    store->withdraw("A-001", "noy", start);

    approved(*store, "A-003", "1");
    store->reject("A-003", {{"sex", "missing"}}, start);
    store->withdraw("A-003", "noy", start);
    CHECK(job(*store, "A-003").rejections.empty());

    approved(*store, "A-004", "4");
    store->claim(claim("A-004"), start);
    CHECK(error_of([&] { store->withdraw("A-004", "noy", start); }) == Errc::job_state);
    CHECK(error_of([&] { store->withdraw("A-009", "noy", start); }) == Errc::job_unknown);
}

TEST_CASE("store: the image of a signature comes back")
{
    Fixture store;
    Application with = application("A-001", "1");
    with.signature = {0xFF, 0xD8};
    store->import(with, "noy", start);
    CHECK(store->application("A-001").signature == with.signature);
    with.signature = {0xFF};
    CHECK(error_of([&] { store->import(with, "noy", start); }) == Errc::record_duplicate);
    store->import(application("A-002", "2"), "noy", start);
    CHECK(store->application("A-002").signature.empty());
}

TEST_CASE("store: one open application and one live card per citizen")
{
    Fixture store;
    approved(*store, "A-001", "1");
    CHECK(error_of([&] { store->import(application("A-002", "1"), "noy", start); }) == Errc::record_rejected);
    const auto card = store->claim(claim("A-001"), start).card;
    CHECK(error_of([&] { store->import(application("A-002", "1"), "noy", start); }) == Errc::record_rejected);
    store->intend(card, "step", start);
    store->conclude(card, "step", start);
    store->issued(card, start);
    CHECK(error_of([&] { store->import(application("A-002", "1"), "noy", start); }) == Errc::record_rejected);
    CHECK(store->import(application("A-002", "2"), "noy", start) == Imported::added);
}

TEST_CASE("store: three steps for one card are never one person's")
{
    Fixture store;
    store->import(application("A-001", "1"), "noy", start);
    CHECK(error_of([&] { store->approve("A-001", "noy", start); }) == Errc::same_person);
    store->approve("A-001", "keo", start);
    CHECK(error_of([&] { store->approve("A-001", "keo", start); }) == Errc::job_state);
    CHECK(error_of([&] { store->approve("A-002", "keo", start); }) == Errc::job_unknown);
    CHECK(error_of([&] { store->next_approved("keo"); }) == Errc::same_person);
    CHECK(error_of([&] { store->claim(claim("A-001", 1, "keo"), start); }) == Errc::same_person);
    CHECK(store->next_approved("noy") == "A-001");
}

TEST_CASE("store: the job that was approved first is next")
{
    Fixture store;
    CHECK(error_of([&] { store->next_approved("noy"); }) == Errc::no_job);
    for (const char* number : {"A-001", "A-002", "A-003"})
        store->import(application(number, number), "noy", start);
    CHECK(error_of([&] { store->next_approved("noy"); }) == Errc::no_job);
    store->approve("A-003", "keo", start + 1s);
    store->approve("A-001", "keo", start + 2s);
    CHECK(store->next_approved("noy") == "A-003");
    store->claim(claim("A-003"), start + 3s);
    CHECK(store->next_approved("noy") == "A-001");
}

TEST_CASE("store: a claim allots what is never given twice")
{
    Fixture store;
    std::set<std::string> numbers;
    std::set<std::string> holders;
    std::set<std::uint32_t> indices;
    for (std::uint8_t i = 1; i <= 20; ++i) {
        const std::string number = "A-" + std::to_string(100 + i);
        approved(*store, number, number);
        const auto allotment = store->claim(claim(number, i), start);
        numbers.insert(allotment.document_number);
        holders.insert(allotment.holder_id);
        indices.insert(allotment.status_index);
        CHECK(allotment.status_index < 65'536);
        CHECK(allotment.document_number.size() == 9);
    }
    CHECK(numbers.size() == 20);
    CHECK(holders.size() == 20);
    CHECK(indices.size() == 20);
    CHECK(*numbers.begin() == "LA0000001");
    CHECK(*indices.rbegin() - *indices.begin() > 1'000); // drawn, not counted
}

TEST_CASE("store: an attempt without a step leaves the job approved and its number void")
{
    Fixture store;
    approved(*store, "A-001", "1");
    const auto first = store->claim(claim("A-001"), start);
    CHECK(job(*store, "A-001").state == JobState::encoding);
    CHECK(error_of([&] { store->claim(claim("A-001", 2), start); }) == Errc::job_state);
    CHECK(store->give_up(first.card, Errc::card_removed, "letter", start) == JobState::approved);
    const auto second = store->claim(claim("A-001"), start); // the same chip: nothing was written to it
    CHECK(second.document_number != first.document_number);
    CHECK(second.status_index != first.status_index);
    CHECK(second.holder_id == first.holder_id);
}

TEST_CASE("store: an attempt with a step is quarantined, and so is its chip")
{
    Fixture store;
    approved(*store, "A-001", "1");
    const auto card = store->claim(claim("A-001"), start).card;
    store->intend(card, "issuer keys", start);
    CHECK(store->give_up(card, Errc::card_removed, "issuer keys", start) == JobState::quarantined);
    CHECK(job(*store, "A-001").reason == "CARD-REMOVED");
    CHECK(job(*store, "A-001").step == "issuer keys");
    CHECK(error_of([&] { store->claim(claim("A-001", 2), start); }) == Errc::job_state);
    CHECK(error_of([&] { store->give_up(card, Errc::card_removed, "again", start); }) == Errc::job_state);
    CHECK(error_of([&] { store->issued(card, start); }) == Errc::job_state);

    approved(*store, "A-002", "2");
    CHECK(error_of([&] { store->claim(claim("A-002", 1), start); }) == Errc::outcome_unknown);
}

TEST_CASE("store: a card with a step of unknown outcome is not issued")
{
    Fixture store;
    approved(*store, "A-001", "1");
    const auto card = store->claim(claim("A-001"), start).card;
    CHECK(error_of([&] { store->issued(card, start); }) == Errc::job_state); // nothing was done at all
    CHECK(error_of([&] { store->conclude(card, "step", start); }) == Errc::job_state);
    store->intend(card, "step", start);
    CHECK(error_of([&] { store->issued(card, start); }) == Errc::job_state);
    CHECK(error_of([&] { store->conclude(card, "another step", start); }) == Errc::job_state);
    CHECK(error_of([&] { store->intend(card, "another step", start); }) == Errc::job_state);
    store->conclude(card, "step", start);
    CHECK(error_of([&] { store->conclude(card, "step", start); }) == Errc::job_state);
    store->issued(card, start);
    CHECK(job(*store, "A-001").state == JobState::issued);
    CHECK(error_of([&] { store->intend(card, "step", start); }) == Errc::job_state);

    approved(*store, "A-002", "2");
    CHECK(error_of([&] { store->claim(claim("A-002", 1), start); }) == Errc::card_not_blank);
}

TEST_CASE("store: what nobody concluded is given up when it is opened again")
{
    Fixture store;
    for (const char* number : {"A-001", "A-002", "A-003"})
        approved(*store, number, number);
    const auto touched = store->claim(claim("A-001", 1), start).card;
    store->intend(touched, "step", start);
    store->conclude(touched, "step", start);
    store->claim(claim("A-002", 2), start);
    store.reopen();
    const auto orphans = store->give_up_orphans(start);
    REQUIRE(orphans.size() == 2);
    CHECK(orphans[0].application == "A-001");
    CHECK(orphans[0].state == JobState::quarantined);
    CHECK(orphans[1].application == "A-002");
    CHECK(orphans[1].state == JobState::approved);
    CHECK(job(*store, "A-001").state == JobState::quarantined);
    CHECK(job(*store, "A-001").reason == "STATION-OUTCOME-UNKNOWN");
    CHECK(job(*store, "A-002").state == JobState::approved);
    CHECK(job(*store, "A-003").state == JobState::approved);
    CHECK(store->give_up_orphans(start).empty());
}

TEST_CASE("store: a public key is on one card of the office only")
{
    Fixture store;
    approved(*store, "A-001", "1");
    approved(*store, "A-002", "2");
    const auto first = store->claim(claim("A-001", 1), start).card;
    const auto second = store->claim(claim("A-002", 2), start).card;
    store->record_key(first, key(1), start);
    CHECK(error_of([&] { store->record_key(second, key(1, "9E"), start); }) == Errc::key_rejected);
    CHECK(error_of([&] { store->record_key(first, key(2), start); }) == Errc::key_rejected); // the slot is taken
    store->record_key(first, key(2, "9E"), start);
}

TEST_CASE("store: a clock behind the last entry is refused, and nothing is changed")
{
    Fixture store;
    CHECK(store->last_entry() == card::Time{});
    store->import(application("A-001", "1"), "noy", start + 10s);
    CHECK(store->last_entry() == start + 10s);
    CHECK(error_of([&] { store->approve("A-001", "keo", start - 21s); }) == Errc::clock_wrong);
    CHECK(job(*store, "A-001").state == JobState::imported);
    store->approve("A-001", "keo", start + 10s);
}

TEST_CASE("store: who read the clock before another process wrote is not refused, and the entries stay in order")
{
    Fixture store;
    store->import(application("A-001", "1"), "noy", start + 30s);
    store->approve("A-001", "keo", start);
    CHECK(job(*store, "A-001").state == JobState::approved);
    CHECK(store->last_entry() == start + 30s);
}

TEST_CASE("store: what it was told it knows after it was opened again")
{
    Fixture store;
    approved(*store, "A-001", "1");
    store.reopen();
    CHECK(store->next_approved("noy") == "A-001");
    CHECK(store->application("A-001").photograph == card::Bytes{0xFF, 0xD8, 0xFF, 0xD9});
    CHECK(job(*store, "A-001").approved_by == "keo");
}
