// SPDX-License-Identifier: Apache-2.0
// What the issuer signs, with keys in a token on SoftHSM.
#include "issuer/issuer.hpp"

#include "base/durable_file.hpp"
#include "card/crypto/random.hpp"
#include "card/lds/card_security.hpp"
#include "card/lds/dg1.hpp"
#include "card/lds/sod.hpp"
#include "card/pki/builder.hpp"
#include "issuer/authorities.hpp"
#include "issuer/content_signer.hpp"
#include "issuer/pinned_certificate.hpp"
#include "personalization/open_gate.hpp"
#include "personalization/small_office.hpp"
#include "production/data_preparation.hpp"
#include "support/temporary_folder.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <map>
#include <span>

using namespace perso;
using namespace perso::issuer;
using namespace test::small_office;
using card::Errc;
using test::error_of;
namespace fs = std::filesystem;

TEST_CASE("issuer: EF.SOD only in the document signer's time of use, and for cards that it outlives")
{
    const test::TemporaryFolder folder;
    const Office office = create(folder / "office");
    Issuer issuer{office, profile, pin};
    const test::OpenGate gate{issuer};
    const card::lds::Dg1 dg1{.mrz = {.document_code = "ID",
                                 .issuing_state = "LAO",
                                 .document_number = "LA0000001",
                                 .optional_data_1 = {},
                                 .date_of_birth = "900101",
                                 .sex = 'F',
                                 .date_of_expiry = "361122",
                                 .nationality = "LAO",
                                 .optional_data_2 = {},
                                 .primary_identifier = "SPECIMEN",
                                 .secondary_identifier = "SOMSAMAY"}};
    const std::map<unsigned, card::Bytes> groups{{1, encode(dg1)}, {2, {0x75, 0x00}}};
    const card::Date in_ten_years = card::add_years(card::day_of(now), 10);
    const card::Date too_late = card::add_years(card::day_of(now), 21);
    CHECK(card::lds::decode_sod(issuer.sign_sod(groups, in_ten_years, now)).signed_data.signature_is_valid());
    CHECK(error_of([&] { issuer.sign_sod(groups, in_ten_years, now + std::chrono::days{94}); }) ==
          Errc::signer_unsuitable);
    CHECK(error_of([&] { issuer.sign_sod(groups, in_ten_years, now - std::chrono::days{2}); }) ==
          Errc::signer_unsuitable);
    CHECK(error_of([&] { issuer.sign_sod(groups, too_late, now); }) == Errc::signer_unsuitable);
}

TEST_CASE("issuer: EF.CardSecurity, security object and certificates for no longer than their signers live")
{
    const test::TemporaryFolder folder;
    const Office office = create(folder / "office");
    Issuer issuer{office, profile, pin};
    const test::OpenGate gate{issuer};
    const card::Date in_twenty_years = card::add_years(card::day_of(now), 20);
    const card::Date too_late = card::add_years(card::day_of(now), 26);
    const std::map<unsigned, card::Bytes> contents{{1, {0x30}}, {2, {0xF0}}};

    CHECK(card::lds::signs_exactly(
        card::lds::decode_signed_security_object(issuer.sign_security_object(contents, in_twenty_years, now)),
        contents));
    CHECK(error_of([&] { issuer.sign_security_object(contents, too_late, now); }) == Errc::content_signer_ends);

    const card::lds::SecurityInfos infos{
        .pace = pace_infos(profile.pace), .chip_authentication = {}, .chip_authentication_keys = {}, .others = {}};
    const auto signed_infos = card::lds::decode_card_security(issuer.sign_card_security(infos, in_twenty_years, now));
    CHECK(signed_infos.signed_data.signature_is_valid());
    CHECK(std::ranges::is_permutation(signed_infos.infos.pace, infos.pace)); // a SET has no order
    CHECK(error_of([&] { issuer.sign_card_security(infos, too_late, now); }) == Errc::signer_unsuitable);

    const auto key = card::crypto::Group{card::crypto::Curve::p384}.generator();
    const auto certify = [&](card::Date last_day) {
        return issuer.certify({.purpose = card::pki::CitizenPurpose::signature,
                                  .common_name = "SOMSAMAY SPECIMEN",
                                  .holder_id = "00",
                                  .document_number = "LA0000001",
                                  .validity = {now, card::start_of(last_day)}},
            key);
    };
    CHECK(certify(in_twenty_years).ec_public_key() == key);
    CHECK(error_of([&] { certify(too_late); }) == Errc::signer_unsuitable);
}

TEST_CASE("issuer: the content signer of the first day is good for the longest cards as long as the office issues")
{
    const test::TemporaryFolder folder;
    const Office office = create(folder / "office");
    const Issuer issuer{office, profile, pin};
    const std::map<unsigned, card::Bytes> contents{{1, {0x30}}, {2, {0xF0}}};
    const card::Date today = card::day_of(now);
    const card::Date last_issue{std::chrono::sys_days{card::add_years(today, 5)} + std::chrono::days{92}};
    for (const card::Date day : {today, card::add_years(today, 4), last_issue}) {
        CAPTURE(card::to_text(day));
        const card::Date last_day = card::add_years(day, 20);
        CHECK_FALSE(error_of([&] { require_content_signer(office, profile, day); }));
        CHECK_FALSE(error_of([&] { issuer.require_content_signer(last_day); }));
        const auto object = issuer.sign_security_object(contents, last_day, card::start_of(day));
        CHECK(card::lds::signs_exactly(card::lds::decode_signed_security_object(object), contents));
    }
    const card::Date after{std::chrono::sys_days{last_issue} + std::chrono::days{2}};
    CHECK(error_of([&] { require_content_signer(office, profile, after); }) == Errc::content_signer_ends);
    CHECK(error_of([&] { issuer.require_content_signer(card::add_years(after, 20)); }) == Errc::content_signer_ends);
}

TEST_CASE("issuer: without a gate nothing is signed for a card")
{
    const test::TemporaryFolder folder;
    const Office office = create(folder / "office");
    const Issuer issuer{office, profile, pin};
    const card::Date last_day = card::add_years(card::day_of(now), 10);
    const auto key = card::crypto::Group{card::crypto::Curve::p384}.generator();
    CHECK(error_of([&] {
        issuer.certify({.purpose = card::pki::CitizenPurpose::signature,
                           .common_name = "SOMSAMAY SPECIMEN",
                           .holder_id = "00",
                           .document_number = "LA0000001",
                           .validity = {now, card::start_of(last_day)}},
            key);
    }) == Errc::internal);
    CHECK(error_of([&] { issuer.sign_sod({{2, {0x75, 0x00}}}, last_day, now); }) == Errc::internal);
    const card::lds::SecurityInfos infos{
        .pace = pace_infos(profile.pace), .chip_authentication = {}, .chip_authentication_keys = {}, .others = {}};
    CHECK(error_of([&] { issuer.sign_card_security(infos, last_day, now); }) == Errc::internal);
}

TEST_CASE("issuer: certificates of another office do not belong to this token")
{
    const test::TemporaryFolder folder;
    const Office one = create(folder / "one");
    const Office two = create(folder / "two");
    fs::copy_file(CertificateFiles::of(one).document_signer, CertificateFiles::of(two).document_signer,
        fs::copy_options::overwrite_existing);
    CHECK(error_of([&] { Issuer{two, profile, pin}; }) == Errc::hsm_key_missing);
}

TEST_CASE("issuer: a certificate of the document signer's key that the office's CSCA did not sign")
{
    const test::TemporaryFolder folder;
    const Office office = create(folder / "office");
    const auto files = CertificateFiles::of(office);
    const auto good = certificate(files.document_signer);
    const auto csca = certificate(files.csca);
    const auto made = [&](bool by_itself) {
        const Hsm hsm = Hsm::open(office, pin);
        const auto key = hsm.signing_key(label::document_signer);
        if (by_itself)
            return make_pinned_certificate("Document Signer 1", key, office, profile, now);
        const auto other_key = card::pki::SigningKey::generate(card::crypto::Curve::p256);
        const auto other = card::pki::make_csca({.subject = {.country = profile.card.country,
                                                     .organization = office.authority.name,
                                                     .organizational_unit = {},
                                                     .common_name = "Country Signing CA 1",
                                                     .serial_number = {}},
                                                    .validity = csca.validity(),
                                                    .key_usage = csca.private_key_usage().value(),
                                                    .publication = {.country_code = profile.card.issuing_state,
                                                        .contact_email = office.authority.contact_email,
                                                        .crl_url = office.authority.crl_url}},
            other_key, card::crypto::system_random());
        CHECK(other.subject() == csca.subject());
        return make_document_signer(1, key, other, other_key, office, profile, now, now);
    };
    for (const bool by_itself : {true, false}) {
        CAPTURE(by_itself);
        const auto wrong = made(by_itself);
        REQUIRE(wrong.ec_public_key() == good.ec_public_key());
        publish_file(files.document_signer, wrong.der(), Readers::owner);
        CHECK(error_of([&] { Issuer{office, profile, pin}; }) == Errc::certificate_unfit);
    }
    publish_file(files.document_signer, good.der(), Readers::owner);
    CHECK_FALSE(error_of([&] { Issuer{office, profile, pin}; }));
}
