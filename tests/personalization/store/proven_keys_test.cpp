// SPDX-License-Identifier: Apache-2.0
// Keys of a card in the store: no certificate before its key was proven.
#include "personalization/store/databases.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso::store;
using card::Errc;
using test::error_of;

namespace {

constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

CardKey key(std::uint8_t number, const std::string& slot, std::optional<CertificateTrace> certificate = std::nullopt)
{
    return {.slot = slot, .hash = card::Bytes(32, number), .certificate = std::move(certificate)};
}

CertificateTrace trace(std::uint8_t number)
{
    return {.hash = card::Bytes(32, number), .serial_number = {number}, .not_after = start};
}

struct Office {
    test::ADatabase place{start};
    std::unique_ptr<Database> database = place.open();
    SqlStore store{*database, "LA", card::crypto::system_random(), &test::software_seal()};

    std::int64_t card(std::uint8_t chip)
    {
        const std::string number = "A-" + std::to_string(chip);
        store.import({.number = number, .personal_number = number, .record = "{}", .photograph = {0xFF}}, "noy", start);
        store.approve(number, "keo", start);
        Claim claim{.application = number, .operator_ = "noy"};
        claim.kdd.fill(chip);
        claim.guid.fill(chip);
        return store.claim(claim, start).card;
    }

    std::optional<Errc> record(std::int64_t card, const CardKey& key)
    {
        return error_of([&] { store.record_key(card, key, start); });
    }

    std::size_t certificates(std::int64_t card) const
    {
        return database->rows("certificates_of_card", {{":card", card}}).size();
    }
};

} // namespace

TEST_CASE("keys: a certificate is recorded for a key that this card proved in this slot, and for no other")
{
    Office office;
    const auto first = office.card(1);
    const auto second = office.card(2);
    const CertificateTrace certificate = trace(1);
    CHECK(office.record(first, key(1, "9A", certificate)) == Errc::key_rejected); // never proven
    CHECK_FALSE(office.record(first, key(1, "9A")));
    CHECK(office.record(second, key(1, "9A", certificate)) == Errc::key_rejected); // by another card
    CHECK(office.record(first, key(1, "9C", certificate)) == Errc::key_rejected);  // in another slot
    CHECK(office.record(first, key(2, "9A", certificate)) == Errc::key_rejected);  // another key
    CHECK(office.certificates(first) == 0);
    CHECK_FALSE(office.record(first, key(1, "9A", certificate)));
    CHECK_FALSE(office.record(first, key(1, "9A", trace(2)))); // another one, after the first was revoked
    CHECK(office.certificates(first) == 1);
    CHECK(office.certificates(second) == 0);
}

TEST_CASE("keys: nor does SQL certify a key that was not proven, or change one that was")
{
    Office office;
    const auto card = std::to_string(office.card(1));
    CHECK_FALSE(office.record(1, key(1, "9A")));
    const std::string other = test::ADatabase::blob(std::string(64, '2'));
    CHECK_THROWS_AS(office.place.sql("INSERT INTO card_key (hash, card, slot, serial_number, not_after) VALUES (" +
                                     other + ", " + card + ", '9C', " + test::ADatabase::blob("30") + ", 0)"),
        std::exception);
    CHECK_NOTHROW(
        office.place.sql("INSERT INTO card_key (hash, card, slot) VALUES (" + other + ", " + card + ", '9C')"));
    CHECK_THROWS_AS(office.place.sql("UPDATE card_key SET slot = '9D' WHERE slot = '9A'"), std::exception);
    CHECK_THROWS_AS(
        office.place.sql("UPDATE card_key SET hash = " + test::ADatabase::blob(std::string(64, '3'))), std::exception);
    CHECK_THROWS_AS(office.place.sql("UPDATE card_key SET certificate = " + test::ADatabase::blob("3000")),
        std::exception); // it would name the holder
}
