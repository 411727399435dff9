// SPDX-License-Identifier: Apache-2.0
#include "sealed_store.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

using namespace perso;
using card::Errc;
using store::Imported;
using test::error_of;
using test::SealedStore;

TEST_CASE("seal: what was imported is read again, and only with its key")
{
    SealedStore office;
    office.import("001");
    const auto wanted = SealedStore::application("001");
    const auto found = office.store.application("001");
    CHECK(found.number == "001");
    CHECK(found.personal_number == wanted.personal_number);
    CHECK(found.record == wanted.record);
    CHECK(found.photograph == wanted.photograph);
    CHECK(found.signature == wanted.signature);

    test::SoftwareKeys others;
    seal::Seal stranger{others, card::crypto::system_random()};
    CHECK(error_of([&] { stranger.open(*office.database, "001"); }) == Errc::seal_broken);
    const store::SqlStore shut{*office.database, "LA", card::crypto::system_random()};
    CHECK(error_of([&] { shut.application("001"); }) == Errc::hsm_unavailable);
    CHECK(shut.jobs().size() == 1);
}

TEST_CASE("seal: without a sealer no record is taken")
{
    SealedStore office;
    store::SqlStore shut{*office.database, "LA", card::crypto::system_random()};
    CHECK(error_of([&] { shut.import(SealedStore::application("001"), "noy", SealedStore::start); }) ==
          Errc::hsm_unavailable);
    CHECK(shut.jobs().empty());
}

TEST_CASE("seal: the same application again is known by its keyed hash, other content is not the same")
{
    SealedStore office;
    office.import("001");
    auto again = SealedStore::application("001");
    CHECK(office.store.import(again, "noy", SealedStore::start) == Imported::unchanged);
    again.photograph.push_back(0);
    CHECK(error_of([&] { office.store.import(again, "noy", SealedStore::start); }) == Errc::record_duplicate);
    again = SealedStore::application("001");
    std::swap(again.photograph, again.signature); // the parts are counted, not only strung together
    CHECK(error_of([&] { office.store.import(again, "noy", SealedStore::start); }) == Errc::record_duplicate);
    auto same_citizen = SealedStore::application("002");
    same_citizen.personal_number = SealedStore::application("001").personal_number;
    CHECK(error_of([&] { office.store.import(same_citizen, "noy", SealedStore::start); }) == Errc::record_rejected);
}

TEST_CASE("seal: a record that comes again takes the place of the one before")
{
    SealedStore office;
    office.import("001");
    office.store.withdraw("001", "noy", SealedStore::start);
    auto mended = SealedStore::application("001");
    mended.record = "{}";
    CHECK(office.store.import(mended, "noy", SealedStore::start) == Imported::again);
    CHECK(office.store.application("001").record == "{}");
}

TEST_CASE(
    "seal: a batch has one data key for each class, the next batch another, and one of which nothing is kept has none")
{
    SealedStore office;
    office.import("001");
    office.import("002");
    const auto key_of = [&](const char* number) {
        return office.database->row("seal_record", {{":application", number}})->number(0);
    };
    CHECK(key_of("001") == key_of("002"));
    office.seal.begin_batch(); // all of its records were rejected
    office.seal.begin_batch();
    office.import("003");
    CHECK(key_of("001") != key_of("003"));
    CHECK(office.store.application("001").record == SealedStore::application("001").record);
    CHECK(office.store.application("003").record == SealedStore::application("003").record);

    seal::Seal next{office.keys, card::crypto::system_random()}; // another process
    store::SqlStore{*office.database, "LA", card::crypto::system_random(), &next}.import(
        SealedStore::application("004"), "noy", SealedStore::start);
    CHECK(key_of("003") != key_of("004"));
    const auto due = [&](std::string_view data_class) {
        return office.database
            ->rows(
                "seal_due_keys", {{":before", std::int64_t{1} << 40}, {":class", data_class}, {":at", std::int64_t{1}}})
            .size();
    };
    CHECK(due("general") + due("specific") == 0); // all wait
    for (const char* number : {"001", "002", "003", "004"})
        office.store.withdraw(number, "noy", SealedStore::start);
    CHECK(due("general") == 3);
    CHECK(due("specific") == 3);
}

TEST_CASE("seal: an import that was taken back leaves a seal that works")
{
    SealedStore office;
    CHECK_THROWS_AS(office.database->change([&] {
        office.import("001");
        throw card::Error{Errc::interrupted, "test"};
    }),
        card::Error);
    CHECK(office.store.jobs().empty());
    office.import("001");
    CHECK(office.store.application("001").record == SealedStore::application("001").record);
}

TEST_CASE("seal: what is altered or moved does not open")
{
    for (const char* change : {
             "UPDATE sealed_record SET record = (SELECT record FROM sealed_record WHERE application = '002')"
             " WHERE application = '001'", // another row
             "UPDATE sealed_record SET photograph = (SELECT photograph FROM sealed_record WHERE application = '002')"
             " WHERE application = '001'",
             "UPDATE sealed_record SET personal_number = (SELECT personal_number FROM sealed_record"
             " WHERE application = '002') WHERE application = '001'",
             "UPDATE sealed_record SET photograph = signature WHERE application = '001'", // another column
             "UPDATE sealed_record SET signature = photograph WHERE application = '001'",
             "UPDATE sealed_record SET data_key = (SELECT data_key FROM sealed_record WHERE application = '003')"
             " WHERE application = '001'", // another data key
             "UPDATE data_key SET wrapped = (SELECT wrapped FROM data_key AS other WHERE other.id <> data_key.id LIMIT "
             "1)"
             " WHERE id = (SELECT data_key FROM sealed_record WHERE application = '001')",
             "UPDATE sealed_record SET record = substr(record, 1, length(record) - 1) WHERE application = '001'",
             "UPDATE sealed_record SET record = substr(record, 1, 5) WHERE application = '001'",
             "UPDATE sealed_record SET specific = record WHERE application = '001'", // another class
             "UPDATE sealed_record SET record = specific WHERE application = '001'",
             "UPDATE sealed_record SET specific_key = data_key, data_key = specific_key WHERE application = '001'",
             "UPDATE sealed_record SET specific = (SELECT specific FROM sealed_record WHERE application = '002')"
             " WHERE application = '001'",
             "UPDATE sealed_record SET specific_key = (SELECT specific_key FROM sealed_record"
             " WHERE application = '003') WHERE application = '001'",
             "UPDATE sealed_record SET specific_key = NULL, specific = NULL WHERE application = '001'",
             "DELETE FROM sealed_record WHERE application = '001'",
         }) {
        const std::string tried = change;
        CAPTURE(tried);
        SealedStore office;
        office.import("001");
        office.import("002");
        seal::Seal next{office.keys, card::crypto::system_random()};
        store::SqlStore{*office.database, "LA", card::crypto::system_random(), &next}.import(
            SealedStore::application("003"), "noy", SealedStore::start);
        office.base.lawless(change);
        CHECK(error_of([&] { office.store.application("001"); }) == Errc::seal_broken);
    }
}

TEST_CASE("seal: the schema refuses what no program does")
{
    SealedStore office;
    office.import("001");
    for (const char* change : {"UPDATE sealed_record SET record = photograph", "DELETE FROM sealed_record",
             "UPDATE sealed_record SET digest = digest", "DELETE FROM data_key",
             "UPDATE data_key SET created_at = 0, wrapped = NULL, destroyed_at = 1",
             "UPDATE data_key SET class = CASE class WHEN 'general' THEN 'specific' ELSE 'general' END,"
             " wrapped = NULL, destroyed_at = 1",
             "UPDATE data_key SET wrapped = NULL", "UPDATE data_key SET destroyed_at = 1",
             "UPDATE data_key SET wrapped = digest FROM sealed_record"}) {
        CAPTURE(change);
        CHECK_THROWS(office.base.sql(change));
    }
    CHECK(office.store.application("001").record == SealedStore::application("001").record);
}

TEST_CASE("seal: hashes are of their kind, and of their key")
{
    test::SoftwareKeys keys;
    test::SoftwareKeys others;
    seal::Seal seal{keys, card::crypto::system_random()};
    seal::Seal stranger{others, card::crypto::system_random()};
    const auto content = card::as_bytes("010119900000001");
    CHECK(seal.index("citizen", content).size() == 32);
    CHECK(seal.index("citizen", content) == seal.index("citizen", content));
    CHECK(seal.index("citizen", content) != seal.index("birth", content));
    CHECK(seal.index("citizen", content) != stranger.index("citizen", content));
    CHECK(seal.index("ab", card::as_bytes("c")) != seal.index("a", card::as_bytes("bc")));
}

TEST_CASE("sqlite: the files of the store tell nothing personal")
{
    SealedStore office;
    office.import("001");
    const auto wanted = SealedStore::application("001");
    const std::string photograph{card::as_text(wanted.photograph)};
    const std::string signature{card::as_text(wanted.signature)};
    for (const char* ending : {"", "-wal"}) {
        std::ifstream in{office.base.file().string() + ending, std::ios::binary};
        const std::string content{std::istreambuf_iterator<char>{in}, {}};
        CHECK_FALSE(content.empty());
        for (const std::string& secret : {wanted.personal_number, std::string{"SOMSAMAI"}, photograph, signature})
            CHECK(content.find(secret) == std::string::npos);
    }
}
