// SPDX-License-Identifier: Apache-2.0
#include "issuer/lint/signed_files.hpp"

#include "issuer/issuer_office.hpp"

#include "card/lds/card_security.hpp"
#include "card/lds/dg1.hpp"
#include "card/lds/sod.hpp"

#include <doctest/doctest.h>

using namespace perso::issuer;
using card::Bytes;
using lint::Findings;
using lint::Signing;

namespace {

constexpr card::Time now = test::office_start;
using Groups = std::map<unsigned, Bytes>;

struct Signer {
    test::DocumentPki pki;
    card::pki::SigningKey key = card::pki::SigningKey::generate(card::crypto::Curve::p256);
    card::pki::Certificate certificate = pki.signer("Document Signer 1", key);
};

const Signer& signer()
{
    static const Signer made;
    return made;
}

Bytes dg1(const std::string& document_code = "ID")
{
    return card::lds::encode({.mrz = {.document_code = document_code,
                                  .issuing_state = "LAO",
                                  .document_number = "LA0000001",
                                  .optional_data_1 = {},
                                  .date_of_birth = "900101",
                                  .sex = 'F',
                                  .date_of_expiry = "361122",
                                  .nationality = "LAO",
                                  .optional_data_2 = {},
                                  .primary_identifier = "SPECIMEN",
                                  .secondary_identifier = "DOK"}});
}

const Groups& groups()
{
    static const Groups made{{1, dg1()}, {2, {0x75, 0x01, 0x00}}, {14, {0x6E, 0x00}}};
    return made;
}

Bytes sod(const Groups& contents = groups(), card::Time time = now)
{
    return card::lds::make_sod(contents, signer().certificate, signer().key, time);
}

Findings check(const Bytes& file, const Groups& contents = groups())
{
    return lint::check_sod(file, contents, {.signer = signer().certificate, .now = now});
}

} // namespace

TEST_CASE("lint: EF.SOD as the office signs it breaks no rule")
{
    CHECK(check(sod()).broken().empty());
}

TEST_CASE("lint: every rule of EF.SOD has one that breaks it")
{
    const Bytes good = sod();
    CHECK(check(Bytes{0x77, 0x00}).has("sod_format"));
    Bytes altered = good;
    altered.back() ^= 1; // of the signature's s
    CHECK(check(altered).has("sod_signature"));
    const Signer other;
    CHECK(lint::check_sod(good, groups(), {.signer = other.certificate, .now = now}).has("sod_signer"));
    CHECK(check(sod(groups(), now + std::chrono::seconds{1})).has("sod_signing_time"));
    const auto late = now + std::chrono::days{93};
    CHECK(lint::check_sod(sod(groups(), late), groups(), {.signer = signer().certificate, .now = late})
              .has("sod_key_usage_period"));

    Groups changed = groups();
    changed[2].back() ^= 1;
    CHECK(check(good, changed).has("sod_groups"));
    Groups more = groups();
    more[11] = {0x6B, 0x00};
    CHECK(check(good, more).has("sod_groups"));
    CHECK(check(sod(more)).has("sod_groups"));

    Groups no_face = groups();
    no_face.erase(2);
    CHECK(check(sod(no_face), no_face).has("sod_mandatory_groups"));
    Groups passport = groups();
    passport[1] = dg1("IP");
    CHECK(check(sod(passport), passport).has("sod_document_type"));
    Groups no_zone = groups();
    no_zone.erase(1);
    CHECK(check(sod(no_zone), no_zone).has("sod_document_type"));
}

TEST_CASE("lint: a digest shorter than the signer's curve asks")
{
    const auto key = card::pki::SigningKey::generate(card::crypto::Curve::p384);
    const auto certificate = signer().pki.signer("Document Signer 2", key);
    const Bytes file = card::lds::make_sod(groups(), certificate, key, now);
    CHECK(lint::check_sod(file, groups(), {.signer = certificate, .now = now}).broken().empty());
    CHECK(lint::check_sod(sod(), groups(), {.signer = certificate, .now = now}).has("sod_digest"));
}

TEST_CASE("lint: EF.CardSecurity and the security object of the PKI application")
{
    const Signing signing{.signer = signer().certificate, .now = now};
    card::lds::SecurityInfos infos;
    infos.pace.push_back({.oid = card::tlv::Oid{"0.4.0.127.0.7.2.2.4.2.2"}, .version = 2, .parameter_id = 12});
    const Bytes file = card::lds::make_card_security(infos, signer().certificate, signer().key, now);
    CHECK(lint::check_card_security(file, infos, signing).broken().empty());
    auto others = infos;
    others.pace.front().parameter_id = 13;
    CHECK(lint::check_card_security(file, others, signing).has("card_security_infos"));
    CHECK(lint::check_card_security(sod(), infos, signing).has("sod_format"));

    const Groups contents{{1, {0x30}}, {2, {0xF0}}};
    const Bytes object = card::lds::sign_security_object(contents, signer().certificate, signer().key, now);
    CHECK(lint::check_security_object(object, contents, signing).broken().empty());
    CHECK(lint::check_security_object(object, {{1, {0x30}}}, signing).has("sod_groups"));
    CHECK(lint::check_security_object(
        object, contents, {.signer = signer().certificate, .now = now + std::chrono::hours{1}})
              .has("sod_signing_time"));
}
