// SPDX-License-Identifier: Apache-2.0
// A store from before certificates were left out of it.
#include "store/plain_certificates.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/hash.hpp"
#include "life/services.hpp"
#include "staff_office.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

using namespace perso;
using card::Errc;
using test::error_of;
using test::office_begin;

namespace {

std::string literal(card::ByteView bytes)
{
    return test::ADatabase::blob(card::to_hex(bytes));
}

/// A card with keys, and renewals of 9A: the first one done, the second one begun. All certificates stand in clear.
struct OlderOffice : test::StaffOffice {
    Issued made = issue("F-1", "noy", "keo");
    card::Bytes first = another(made);
    card::Bytes second = another(made);
    life::Card found = life::find_card(database, made.document_number);

    OlderOffice()
    {
        const std::string id = std::to_string(made.id);
        place.lawless("UPDATE card_key SET certificate = " + literal(made.certificate) +
                      ", certificate_hash = NULL, serial_number = NULL, not_after = NULL, public_key = NULL"
                      " WHERE slot = '9A';"
                      "INSERT INTO card_service (card, number, kind, state, ordered_by, ordered_at, done_by, begun_at,"
                      " ended_at, turn) VALUES (" +
                      id + ", 1, 'certificates', 'done', 'keo', 1, 'noy', 2, 3, 1), (" + id +
                      ", 2, 'certificates', 'begun', 'keo', 4, 'noy', 5, NULL, 1);"
                      "INSERT INTO renewed_certificate (card, number, slot, certificate) VALUES (" +
                      id + ", 1, '9A', " + literal(first) + "), (" + id + ", 2, '9A', " + literal(second) + ")");
    }

    card::Bytes another(const Issued& card)
    {
        return certificate(card::pki::CitizenPurpose::authentication, card.authentication.key()).der();
    }

    std::size_t in_clear() const
    {
        return static_cast<std::size_t>(database.number("count_plain_certificates")) +
               database.rows("seal_plain_renewals").size();
    }
};

} // namespace

TEST_CASE("certificates: those that an older store has in clear leave their traces, and what is open is sealed")
{
    OlderOffice office;
    CHECK(office.in_clear() == 5); // two of them are counted twice
    store::trace_plain_certificates(office.database);
    CHECK(office.in_clear() == 1); // of the renewal that goes on
    const auto trace = [](const card::Bytes& der) { return store::trace_of(card::pki::Certificate::parse(der)); };
    CHECK(life::certificates(office.database, office.found).at("9A") == trace(office.first));
    CHECK(office.database.rows("certificates_of_card", {{":card", office.made.id}}).size() == 4); // 9D among them
    const auto key = office.database.row(
        "people_card_certificate", {{":document_number", office.made.document_number}, {":slot", "9A"}});
    CHECK(card::crypto::digest(card::crypto::Hash::sha256, key.value().bytes(1)) == key->bytes(0));

    test::software_seal().adopt(office.database, office_begin);
    CHECK(office.in_clear() == 0);
    CHECK(life::renewed(office.database, test::software_seal(), office.found, 1).empty());
    CHECK(life::renewed(office.database, test::software_seal(), office.found, 2).at("9A") == office.second);
    test::SoftwareKeys others;
    seal::Seal stranger{others, card::crypto::system_random()};
    CHECK(error_of([&] { life::renewed(office.database, stranger, office.found, 2); }) == Errc::seal_broken);

    store::trace_plain_certificates(office.database); // once
    CHECK(life::renewed(office.database, test::software_seal(), office.found, 2).at("9A") == office.second);
}

TEST_CASE("certificates: one that is sealed opens in its place alone, and goes when its card is revoked")
{
    OlderOffice office;
    store::trace_plain_certificates(office.database);
    test::software_seal().adopt(office.database, office_begin);
    const auto lost = card::trust::CardRevocation::lost;
    office.store.request_revocation(office.made.document_number, lost, "", "dao", office_begin);
    CHECK(life::renewed(office.database, test::software_seal(), office.found, 2).size() == 1);
    office.store.confirm_revocation(office.made.document_number, lost, "keo", office_begin);
    CHECK(life::renewed(office.database, test::software_seal(), office.found, 2).empty());
    CHECK(office.store.revoked_certificates(office.found.citizen_ca, office_begin).size() == 4);
}

TEST_CASE("certificates: what is no certificate is told, and nothing of it is lost")
{
    OlderOffice office;
    office.place.lawless("UPDATE card_key SET certificate = " + test::ADatabase::blob("3000") + " WHERE slot = '9A'");
    CHECK(error_of([&] { store::trace_plain_certificates(office.database); }) == Errc::store_failed);
    CHECK(office.in_clear() == 5);
}

TEST_CASE("certificates: the schema keeps none in clear, and no trace changes")
{
    test::StaffOffice office;
    const auto made = office.issue("F-1", "noy", "keo");
    const std::string id = std::to_string(made.id);
    const std::string plain = literal(made.certificate);
    const std::string hash = test::ADatabase::blob(std::string(64, '1'));
    office.place.sql("INSERT INTO card_service (card, number, kind, state, ordered_by, ordered_at, done_by, begun_at, "
                     "turn) VALUES (" +
                     id + ", 1, 'certificates', 'begun', 'keo', 1, 'noy', 2, 1)");
    office.place.sql("INSERT INTO renewed_certificate (card, number, slot, sealed, hash, serial_number, not_after) "
                     "VALUES (" +
                     id + ", 1, '9A', " + plain + ", " + hash + ", " + hash + ", 5)");
    for (const std::string& change : std::vector<std::string>{"UPDATE card_key SET certificate = " + plain,
             "UPDATE card_key SET not_after = NULL", "UPDATE renewed_certificate SET certificate = " + plain,
             "UPDATE renewed_certificate SET serial_number = sealed", "UPDATE renewed_certificate SET sealed = hash",
             "UPDATE renewed_certificate SET not_after = 6", "DELETE FROM renewed_certificate",
             "INSERT INTO renewed_certificate (card, number, slot, certificate) VALUES (" + id + ", 1, '9D', " + plain +
                 ")"}) {
        CAPTURE(change);
        CHECK_THROWS(office.place.sql(change));
    }
    CHECK_NOTHROW(office.place.sql("UPDATE renewed_certificate SET sealed = NULL"));
    CHECK_THROWS(office.place.sql("UPDATE renewed_certificate SET sealed = " + plain));
}

TEST_CASE("sqlite: the name in a certificate of an older store is in no file once the store was shut")
{
    test::StaffOffice office;
    const auto made = office.issue("F-1", "noy", "keo");
    const auto holds = [&] {
        std::ifstream in{office.place.file(), std::ios::binary};
        const std::string content{std::istreambuf_iterator<char>{in}, {}};
        return content.find("Holder") != std::string::npos;
    };
    office.place.lawless("UPDATE card_key SET certificate = " + literal(made.certificate) + " WHERE slot = '9A'");
    office.opened.reset();
    CHECK(holds());
    store::trace_plain_certificates(*office.place.open());
    CHECK_FALSE(holds());
}
