// SPDX-License-Identifier: Apache-2.0
// Document signers on SoftHSM: staged, used, and what the issuer signs under a gate.
#include "issuer/signer_staging.hpp"

#include "list_station.hpp"

#include "card/base/error.hpp"
#include "card/lds/dg1.hpp"
#include "card/lds/sod.hpp"
#include "card/pki/path.hpp"
#include "database/sqlite/sqlite_database.hpp"
#include "issuer/store_gate.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso;
using namespace std::chrono_literals;
using card::Errc;
using test::error_of;
using test::first_day;

namespace {

using Station = test::ListStation;

card::pki::Certificate certificate(const Office& office, const std::string& name)
{
    return card::pki::Certificate::parse(perso::read_file(office.certificates() / name));
}

std::map<unsigned, card::Bytes> groups()
{
    return {{1, card::lds::encode({.mrz = {.document_code = "ID",
                                       .issuing_state = "LAO",
                                       .document_number = "LA0000001",
                                       .optional_data_1 = {},
                                       .date_of_birth = "900101",
                                       .sex = 'F',
                                       .date_of_expiry = "361122",
                                       .nationality = "LAO",
                                       .optional_data_2 = {},
                                       .primary_identifier = "SPECIMEN",
                                       .secondary_identifier = "SOMSAMAY"}})},
        {2, {0x75, 0x00}}};
}

card::pki::Certificate signer_of(const card::Bytes& sod)
{
    return card::lds::decode_sod(sod).signed_data.signer();
}

} // namespace

TEST_CASE("document signers: the next one has its key in the token and its certificate from the CSCA")
{
    Station station;
    store::SqliteDatabase database{station.office.store_file(), first_day};
    const auto staged = issuer::stage_signer(
        station.issuer.hsm(), database, station.office, card::profile::builtin(), 2, "noy", first_day + 1h);
    CHECK(staged.number == 2);
    CHECK(staged.state == issuer::SignerState::staged);
    const auto first = certificate(station.office, "document-signer-1.cer");
    const auto next = certificate(station.office, "document-signer-2.cer");
    CHECK(next.subject_common_name() == "Document Signer 2");
    CHECK(card::pki::is_signed_by(next, certificate(station.office, "csca-1.cer")));
    CHECK(next.private_key_usage()->not_after > first.private_key_usage()->not_after + std::chrono::days{91});
    CHECK(next.validity().not_after > first.validity().not_after);
    CHECK(station.issuer.hsm().token().has_key("document-signer-2"));
    CHECK(next.ec_public_key() != first.ec_public_key());
}

TEST_CASE("document signers: what was left of an attempt is taken up")
{
    Station station;
    station.issuer.hsm().token().generate_signing_key("document-signer-2"); // the power failed after this
    store::SqliteDatabase database{station.office.store_file(), first_day};
    issuer::stage_signer(
        station.issuer.hsm(), database, station.office, card::profile::builtin(), 2, "noy", first_day + 1h);
    const auto made = certificate(station.office, "document-signer-2.cer");
    // the same when only the row in the store is missing: here the certificate of the third is there
    issuer::stage_signer(
        station.issuer.hsm(), database, station.office, card::profile::builtin(), 3, "noy", first_day + 2h);
    CHECK(certificate(station.office, "document-signer-3.cer").subject_common_name() == "Document Signer 3");
    CHECK(certificate(station.office, "document-signer-2.cer") == made);
}

TEST_CASE("document signers: a key that a card has is not certified")
{
    Station station;
    store::SqliteDatabase database{station.office.store_file(), first_day};
    const card::crypto::PublicKey key = station.issuer.hsm().token().generate_signing_key("document-signer-2");
    const std::int64_t card = station.make(1).first.card;
    issuer::radar::Radar{database}.admit({card, "9A", key}, first_day);
    CHECK(error_of([&] {
        issuer::stage_signer(
            station.issuer.hsm(), database, station.office, card::profile::builtin(), 2, "noy", first_day + 1h);
    }) == Errc::certificate_unfit);
    CHECK_FALSE(std::filesystem::exists(station.office.certificates() / "document-signer-2.cer"));
    CHECK(issuer::open_signers(database, station.office, first_day).all().size() == 1);
}

TEST_CASE("document signers: the number that was signed is staged, and no other")
{
    Station station;
    store::SqliteDatabase database{station.office.store_file(), first_day};
    const auto stage = [&](unsigned number) {
        issuer::stage_signer(
            station.issuer.hsm(), database, station.office, card::profile::builtin(), number, "noy", first_day + 1h);
    };
    CHECK(error_of([&] { stage(3); }) == Errc::signer_state);
    stage(2);
    CHECK(error_of([&] { stage(2); }) == Errc::signer_state); // another station was faster
    CHECK_FALSE(station.issuer.hsm().token().has_key("document-signer-3"));
}

TEST_CASE("document signers: not by a CSCA whose time is over, nor without its key")
{
    Station station;
    store::SqliteDatabase database{station.office.store_file(), first_day};
    const auto late = first_day + std::chrono::days{6 * 365};
    CHECK(error_of([&] {
        issuer::stage_signer(station.issuer.hsm(), database, station.office, card::profile::builtin(), 2, "noy", late);
    }) == Errc::signer_unsuitable);
    CHECK_FALSE(std::filesystem::exists(station.office.certificates() / "document-signer-2.cer"));
}

TEST_CASE("issuer: under a gate the counted signer signs, and every key goes through the radar")
{
    Station station;
    store::SqliteDatabase database{station.office.store_file(), first_day};
    card::Time time = first_day + 1h;
    const ClockGuard clock{database, station.office.clock, time, [&] { return time - first_day; }};
    const auto [allotted, certified] = station.make(1);
    const auto [other, also_certified] = station.make(2);
    std::int64_t card = allotted.card;
    issuer::Signers signers = issuer::open_signers(database, station.office, time);
    issuer::StoreGate gate{database, station.office, clock, [&] { return card; }, [&] { return time; }};
    const issuer::GateInPlace in_place{station.issuer, gate};
    const card::Date last_day = card::add_years(card::day_of(time), 10);

    const auto before = signers.active()->cards;
    CHECK(signer_of(station.issuer.sign_sod(groups(), last_day, time)) ==
          certificate(station.office, "document-signer-1.cer"));
    CHECK(signers.active()->cards == before + 1);
    station.issuer.sign_sod(groups(), last_day, time);
    CHECK(signers.active()->cards == before + 1);

    issuer::stage_signer(station.issuer.hsm(), database, station.office, card::profile::builtin(), 2, "noy", time);
    signers.use(2, "keo", time);
    CHECK(signer_of(station.issuer.sign_sod(groups(), last_day, time)) ==
          certificate(station.office, "document-signer-2.cer"));

    const auto key = card::pki::SigningKey::generate(card::crypto::Curve::p256).public_key();
    const auto certify = [&] {
        return station.issuer.certify({.purpose = card::pki::CitizenPurpose::authentication,
                                          .common_name = "SOMSAMAY",
                                          .holder_id = "H-1",
                                          .document_number = "LA0000001",
                                          .validity = {time, time + std::chrono::days{365}}},
            key);
    };
    const auto first = certify();
    const card::pki::Validity longer{time + 1h, time + std::chrono::days{730}};
    const auto renewed = station.issuer.renew(first, 1, longer, 1);
    CHECK(renewed.public_key() == first.public_key());
    CHECK(renewed.subject() == first.subject());
    CHECK(renewed.extension("2.5.29.17") == first.extension("2.5.29.17"));
    CHECK(renewed.extension("2.5.29.37") == first.extension("2.5.29.37"));
    CHECK(renewed.validity().not_after == longer.not_after);
    CHECK(renewed.serial_number() != first.serial_number());
    const auto foreign = certificate(station.office, "document-signer-1.cer");
    CHECK(error_of([&] { station.issuer.renew(foreign, 1, longer, 1); }) == Errc::certificate_unfit);

    card = other.card; // the same key on another card
    CHECK(error_of(certify) == Errc::key_weak);
    card = allotted.card; // which is not alone with it any more
    CHECK(error_of([&] { station.issuer.renew(first, 1, longer, 1); }) == Errc::key_weak);
    time -= 2h; // somebody set the clock back
    CHECK(error_of(certify) == Errc::clock_wrong);
    CHECK(error_of([&] { station.issuer.sign_sod(groups(), last_day, time); }) == Errc::clock_wrong);
}

TEST_CASE("issuer: a token that vanishes while it is used: nothing is signed, and nothing else signs in its stead")
{
    Station station;
    const auto key = card::pki::SigningKey::generate(card::crypto::Curve::p256).public_key();
    const auto certify = [&] {
        return station.issuer.certify({.purpose = card::pki::CitizenPurpose::authentication,
                                          .common_name = "SOMSAMAY",
                                          .holder_id = "H-1",
                                          .document_number = "LA0000001",
                                          .validity = {first_day, first_day + std::chrono::days{365}}},
            key);
    };
    CHECK_FALSE(error_of(certify));
    std::filesystem::rename(station.office.token_directory(), station.folder / "away");
    CHECK(error_of(certify) == Errc::hsm_unavailable);
    CHECK(error_of([&] { station.issuer.issuer_keys(card::gp::Kdd{}); }) == Errc::hsm_unavailable);
    CHECK(error_of([&] { station.lists({}, first_day + 1h); }) == Errc::hsm_unavailable);
}
