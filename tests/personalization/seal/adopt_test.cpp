// SPDX-License-Identifier: Apache-2.0
#include "sealed_store.hpp"

#include "card/base/hex.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

using namespace perso;
using card::Errc;
using test::error_of;
using test::SealedStore;

namespace {

const std::string photograph_hash(64, 'a');
const std::string birth_hash(64, 'b');
const std::string household_hash(64, 'c');
const std::string address_hash(64, 'd');

/// What a version from before the seal left in its store.
void write_older(const test::ADatabase& base)
{
    const auto blob = [](const std::string& hex) { return test::ADatabase::blob(hex); };
    base.sql("INSERT INTO citizen (id, personal_number, holder_id) VALUES (1, '010119900000001', 'aa'), "
             "(2, '010119900000002', 'bb')");
    base.sql("INSERT INTO job (application, citizen, record, photograph, signature, state, imported_by, imported_at, "
             "approved_by, approved_at, changed_at) VALUES "
             "('001', 1, '{\"name\":\"SOMSAMAI\"}', " +
             blob("ffd81357ffd9") + ", " + blob("") +
             ", 'approved', 'noy', 0, 'keo', 0, 0), "
             "('002', 2, '{\"name\":\"KHAMLA\"}', " +
             blob("ffd82468ffd9") + ", " + blob("ffd8ffd9") + ", 'imported', 'noy', 0, NULL, NULL, 0)");
    base.sql("INSERT INTO likeness (application, photograph, birth) VALUES ('001', " + blob(photograph_hash) + ", " +
             blob(birth_hash) + ")");
    base.sql("INSERT INTO household_member (household, member, state, address) VALUES (" + blob(household_hash) +
             ", '001', 'good', " + blob(address_hash) + "), (" + blob(household_hash) + ", '002', 'open', " +
             blob(address_hash) + ")");
}

} // namespace

TEST_CASE("adopt: an office from before the seal is sealed once, and goes on")
{
    SealedStore office;
    write_older(office.base);
    CHECK(error_of([&] { office.store.application("001"); }) == Errc::seal_broken);
    office.seal.adopt(*office.database, SealedStore::start);
    const auto first = office.store.application("001");
    CHECK(first.personal_number == "010119900000001");
    CHECK(first.record == "{\"name\":\"SOMSAMAI\"}");
    CHECK(first.photograph == card::Bytes{0xFF, 0xD8, 0x13, 0x57, 0xFF, 0xD9});
    CHECK(first.signature.empty());
    CHECK(office.store.application("002").signature == card::Bytes{0xFF, 0xD8, 0xFF, 0xD9});
    CHECK(office.store.last_entry() == SealedStore::start); // it stands in the journal

    // The citizen is known, and so is the content.
    CHECK(office.store.import(first, "noy", SealedStore::start) == store::Imported::unchanged);
    auto second = first;
    second.number = "003";
    CHECK(error_of([&] { office.store.import(second, "noy", SealedStore::start); }) == Errc::record_rejected);

    // Hashes have a key now, and mean the same.
    const auto keyed = [&](const char* kind, const std::string& hash) {
        return office.seal.index(kind, card::from_hex(hash));
    };
    CHECK(office.database->rows("seal_plain_photographs").front().bytes(0) == keyed("photograph", photograph_hash));
    CHECK(office.database->rows("seal_plain_births").front().bytes(0) == keyed("birth", birth_hash));
    CHECK(office.database->rows("seal_plain_households").front().bytes(0) == keyed("household", household_hash));
    CHECK(office.database->rows("seal_plain_addresses").front().bytes(0) == keyed("address", address_hash));
    CHECK(office.database->rows("household_waits_for", {{":application", "001"}}).size() == 1);

    office.seal.adopt(*office.database, SealedStore::start + std::chrono::days{1});
    CHECK(office.database->rows("seal_plain_births").front().bytes(0) == keyed("birth", birth_hash)); // not twice
    CHECK(office.store.last_entry() == SealedStore::start);
}

TEST_CASE("adopt: a new office has nothing to seal, and says nothing of it")
{
    SealedStore office;
    office.seal.adopt(*office.database, SealedStore::start);
    CHECK(office.store.last_entry() == card::Time{});
    office.import("001");
    office.seal.adopt(*office.database, SealedStore::start);
    CHECK(office.store.application("001").record == SealedStore::application("001").record);
}

TEST_CASE("sqlite: what was adopted is in no file any more once the store was shut")
{
    test::ADatabase base{SealedStore::start};
    base.open();
    write_older(base);
    const auto holds = [&] {
        std::ifstream in{base.file(), std::ios::binary};
        const std::string content{std::istreambuf_iterator<char>{in}, {}};
        return content.find("SOMSAMAI") != std::string::npos || content.find("010119900000002") != std::string::npos;
    };
    CHECK(holds());
    test::SoftwareKeys keys;
    seal::Seal seal{keys, card::crypto::system_random()};
    seal.adopt(*base.open(), SealedStore::start);
    CHECK_FALSE(holds());
}
