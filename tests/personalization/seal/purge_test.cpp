// SPDX-License-Identifier: Apache-2.0
#include "seal/purge.hpp"

#include "sealed_store.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

using namespace perso;
using card::Errc;
using intake::DataClass;
using test::error_of;
using test::SealedStore;

namespace {

constexpr std::chrono::days keep{90};

card::Time day(int days)
{
    return SealedStore::start + std::chrono::days{days};
}

seal::Purged purge(SealedStore& office, int days)
{
    return seal::purge(*office.database, keep, "keo", day(days));
}

} // namespace

TEST_CASE("purge: a data key goes when all of its applications ended long enough ago")
{
    SealedStore office;
    office.import("001");
    office.import("002");
    office.store.withdraw("001", "noy", SealedStore::start);
    CHECK(purge(office, 200).keys == 0); // one still waits
    office.store.withdraw("002", "noy", day(201));
    CHECK(purge(office, 291).keys == 0); // 90 days are not over
    CHECK(office.store.application("001").record == SealedStore::application("001").record);
    CHECK_FALSE(seal::is_purged(*office.database, "001", DataClass::general));
    const auto purged = purge(office, 292);
    CHECK(purged.keys == 2);
    CHECK(purged.records == 2);
    CHECK(error_of([&] { office.store.application("001"); }) == Errc::data_purged);
    CHECK(error_of([&] { office.store.application("002"); }) == Errc::data_purged);
    CHECK(seal::is_purged(*office.database, "002", DataClass::specific));
    CHECK(purge(office, 400).keys == 0); // once
}

TEST_CASE("purge: each batch of an import ends by itself")
{
    SealedStore office;
    office.import("001");
    office.seal.begin_batch();
    office.import("002");
    office.store.withdraw("001", "noy", SealedStore::start);
    const auto purged = purge(office, 91);
    CHECK(purged.keys == 2);
    CHECK(purged.records == 1);
    CHECK(error_of([&] { office.store.application("001"); }) == Errc::data_purged);
    CHECK(office.store.application("002").record == SealedStore::application("002").record);
}

TEST_CASE("purge: each waiting state keeps the data, an issued card does not")
{
    SealedStore office;
    office.import("001");
    for (const char* state : {"imported", "approved", "encoding", "quarantined", "rejected"}) {
        CAPTURE(state);
        office.base.lawless("UPDATE job SET approved_by = 'keo', state = '" + std::string{state} + "'");
        CHECK(purge(office, 500).keys == 0);
    }
    office.base.lawless("UPDATE job SET state = 'issued'");
    CHECK(purge(office, 500).keys == 2);
}

TEST_CASE("purge: the application of a card that lay aside ends with its revocation, or with the next card")
{
    SealedStore office;
    office.import("001");
    office.store.approve("001", "keo", SealedStore::start);
    store::Claim claim{.application = "001", .operator_ = "noy"};
    claim.kdd.fill(1);
    const auto dead = office.store.claim(claim, SealedStore::start);
    office.store.intend(dead.card, "write", SealedStore::start);
    office.store.give_up(dead.card, Errc::card_removed, "write", SealedStore::start);
    CHECK(purge(office, 500).keys == 0);
    const auto withdrawn = card::trust::CardRevocation::withdrawn;
    office.store.request_revocation(dead.document_number, withdrawn, "", "noy", day(500));
    office.store.confirm_revocation(dead.document_number, withdrawn, "keo", day(500));
    office.import("001", day(500));
    office.store.approve("001", "keo", day(500));
    claim.kdd.fill(2);
    claim.guid.fill(2);
    const auto next = office.store.claim(claim, day(500));
    office.store.intend(next.card, "write", day(500));
    office.store.conclude(next.card, "write", day(500));
    CHECK(purge(office, 600).keys == 0);
    office.store.issued(next.card, day(600));
    CHECK(purge(office, 690).keys == 0);
    CHECK(purge(office, 691).keys == 2);
    CHECK(error_of([&] { office.store.application("001"); }) == Errc::data_purged);
}

TEST_CASE("purge: hashes, numbers and the journal stay, and the same application is still known")
{
    SealedStore office;
    office.import("001");
    office.store.approve("001", "keo", SealedStore::start);
    store::Claim claim{.application = "001", .operator_ = "noy"};
    claim.kdd.fill(1);
    const auto allotment = office.store.claim(claim, SealedStore::start);
    office.store.intend(allotment.card, "write", SealedStore::start);
    office.store.conclude(allotment.card, "write", SealedStore::start);
    office.store.issued(allotment.card, SealedStore::start);
    REQUIRE(purge(office, 91).keys == 2);
    CHECK(office.store.jobs().front().document_number == allotment.document_number);
    CHECK(office.seal.holds(*office.database, SealedStore::application("001")));
    auto second = SealedStore::application("002");
    second.personal_number = SealedStore::application("001").personal_number;
    CHECK(error_of([&] { office.store.import(second, "noy", day(91)); }) == Errc::record_rejected); // a live card
    CHECK(office.store.last_entry() == day(91));
}

TEST_CASE("purge: specific data go after their own time, general ones when the office says so")
{
    constexpr std::chrono::days years{400};
    SealedStore office;
    auto application = SealedStore::application("001");
    application.record = R"({"birth_date":"1990-05-12","household_book":"01-1","personal_number":"010119900000001"})";
    office.store.import(application, "noy", SealedStore::start);
    office.store.withdraw("001", "noy", SealedStore::start);
    const auto purge_on = [&](int days) { return seal::purge(*office.database, years, "keo", day(days)); };
    const auto gone = [&](DataClass data_class) { return seal::is_purged(*office.database, "001", data_class); };
    REQUIRE(intake::kept_after(DataClass::specific, years) == std::chrono::days{90});
    CHECK(purge_on(90).keys == 0);
    CHECK(office.seal.left(*office.database, "001") == application.record);
    const auto first = purge_on(91);
    CHECK(first.keys == 1);
    CHECK(first.records == 1);
    CHECK(gone(DataClass::specific));
    CHECK_FALSE(gone(DataClass::general));
    CHECK(error_of([&] { office.store.application("001"); }) == Errc::data_purged);
    CHECK(office.seal.left(*office.database, "001") == R"({"birth_date":"1990-05-12"})");
    CHECK(seal::overdue(*office.database, years, day(399)).empty());
    CHECK(purge_on(400).keys == 0);
    const auto rest = purge_on(401);
    CHECK(rest.keys == 1);
    CHECK(rest.records == 1);
    CHECK(gone(DataClass::general));
    CHECK(office.seal.left(*office.database, "001") == "{}");
}

TEST_CASE("purge: a record that was sealed whole goes when its specific data must")
{
    SealedStore office;
    office.import("001");
    const auto wanted = SealedStore::application("001");
    const seal::DataKeys::DataKey key = seal::DataKeys{office.keys}.draw(card::crypto::system_random());
    office.write_whole(wanted, key);
    CHECK(office.store.application("001").record == wanted.record);
    CHECK(office.store.application("001").photograph == wanted.photograph);
    CHECK(office.seal.left(*office.database, "001") == wanted.record);
    office.store.withdraw("001", "noy", SealedStore::start);
    CHECK(seal::purge(*office.database, std::chrono::days{400}, "keo", day(91)).records == 1);
    CHECK(error_of([&] { office.store.application("001"); }) == Errc::data_purged);
    CHECK(office.seal.left(*office.database, "001") == "{}");
    for (const auto data_class : {DataClass::general, DataClass::specific})
        CHECK(seal::is_purged(*office.database, "001", data_class));
}

TEST_CASE("purge: a key of another time, or an import that goes on, is left alone")
{
    SealedStore office;
    office.import("001");
    office.store.withdraw("001", "noy", SealedStore::start);
    seal::Seal next{office.keys, card::crypto::system_random()};
    store::SqlStore store{*office.database, "LA", card::crypto::system_random(), &next};
    store.import(SealedStore::application("002"), "noy", day(50));
    store.withdraw("002", "noy", day(50));
    CHECK(purge(office, 100).records == 1);
    CHECK(error_of([&] { store.application("001"); }) == Errc::data_purged);
    CHECK(store.application("002").record == SealedStore::application("002").record);
}

TEST_CASE("sqlite: a destroyed key is in no file once the store was shut")
{
    test::ADatabase base{SealedStore::start};
    test::SoftwareKeys keys;
    card::Bytes wrapped;
    {
        const auto database = base.open();
        seal::Seal seal{keys, card::crypto::system_random()};
        store::SqlStore store{*database, "LA", card::crypto::system_random(), &seal};
        store.import(SealedStore::application("001"), "noy", SealedStore::start);
        const auto id = database->row("seal_record", {{":application", "001"}})->number(0);
        wrapped = database->row("seal_key", {{":id", id}})->bytes(0);
        store.withdraw("001", "noy", SealedStore::start);
    }
    const auto holds = [&] {
        std::ifstream in{base.file(), std::ios::binary};
        const std::string content{std::istreambuf_iterator<char>{in}, {}};
        return content.find(card::as_text(wrapped)) != std::string::npos;
    };
    CHECK(holds());
    CHECK(seal::purge(*base.open(), keep, "", day(91)).keys == 2);
    CHECK_FALSE(holds());
    CHECK_FALSE(std::filesystem::exists(base.file().string() + "-wal"));
}
