// SPDX-License-Identifier: Apache-2.0
#include "issuer/lint/certificates.hpp"
#include "issuer/lint/lists.hpp"
#include "issuer/pinned_certificate.hpp"

#include "issuer/issuer_office.hpp"

#include "card/base/hex.hpp"
#include "card/pki/crl.hpp"
#include "support/der_editor.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso::issuer;
using card::Bytes;
using card::pki::Certificate;
using card::pki::CitizenPurpose;
using card::pki::SigningKey;
using lint::Findings;
using lint::Kind;
using test::edit_der;

namespace {

constexpr card::Time now = test::office_start;
constexpr card::pki::Validity ten_years{now, now + std::chrono::days{3652}};

struct CitizenPki {
    SigningKey ca_key = SigningKey::generate(card::crypto::Curve::p256);
    SigningKey key = SigningKey::generate(card::crypto::Curve::p256);
    Certificate ca = make_ca("Citizen CA 1", ca_key);

    static Certificate make_ca(const std::string& common_name, const SigningKey& key)
    {
        return card::pki::make_citizen_ca({.subject = test::DocumentPki::name(common_name),
                                              .validity = {now, now + std::chrono::days{9000}},
                                              .crl_url = "http://c.invalid/1.crl"},
            key, card::crypto::system_random());
    }

    Certificate certificate(
        CitizenPurpose purpose, const std::string& holder = "H-1", card::pki::Validity validity = ten_years) const
    {
        return card::pki::make_citizen_certificate({.purpose = purpose,
                                                       .subject = {.country = "LA",
                                                           .organization = {},
                                                           .organizational_unit = {},
                                                           .common_name = "SOMSAMAY",
                                                           .serial_number = holder},
                                                       .validity = validity,
                                                       .card_urn = "urn:idcard:LAO:LA0000001",
                                                       .crl_url = "http://c.invalid/1.crl"},
            key.public_key(), ca, ca_key, card::crypto::system_random());
    }

    Certificate content_signer() const
    {
        return card::pki::make_content_signer({.subject = test::DocumentPki::name("Content Signer 1"),
                                                  .validity = ten_years,
                                                  .crl_url = "http://c.invalid/1.crl"},
            key.public_key(), ca, ca_key, card::crypto::system_random());
    }
};

const CitizenPki& citizens()
{
    static const CitizenPki made;
    return made;
}

const test::DocumentPki& documents()
{
    static const test::DocumentPki made;
    return made;
}

Findings check(const Certificate& certificate, Kind kind = Kind::authentication)
{
    return lint::check(certificate, kind, citizens().key.public_key(), citizens().ca);
}

/// An authentication certificate with one part of it changed; the signature is wrong from then on.
Findings changed(std::initializer_list<unsigned> path, const std::function<Bytes(Bytes)>& change)
{
    static const Certificate good = citizens().certificate(CitizenPurpose::authentication);
    return check(Certificate::parse(edit_der(good.der(), path, change), card::pki::Leniency::foreign_legacy));
}

Findings without_extension(unsigned index)
{
    return changed({0, 7, 0, index}, test::nothing);
}

/// ecdsa-with-SHA384, and ecdsa-with-SHA1.
Bytes becomes_sha384(const Bytes&)
{
    return card::from_hex("300a06082a8648ce3d040303");
}

Bytes becomes_sha1(const Bytes&)
{
    return card::from_hex("300906072a8648ce3d0401");
}

} // namespace

TEST_CASE("lint: what the office issues breaks no rule")
{
    CHECK(check(citizens().certificate(CitizenPurpose::authentication)).broken().empty());
    CHECK(check(citizens().certificate(CitizenPurpose::signature), Kind::signature).broken().empty());
    CHECK(check(citizens().certificate(CitizenPurpose::key_management), Kind::key_management).broken().empty());
    CHECK(
        check(citizens().certificate(CitizenPurpose::card_authentication), Kind::card_authentication).broken().empty());
    CHECK(check(citizens().content_signer(), Kind::content_signer).broken().empty());
    const auto& ca = citizens().ca;
    CHECK(lint::check(ca, Kind::citizen_ca, citizens().ca_key.public_key(), ca).broken().empty());
    const auto& csca = documents().csca;
    CHECK(lint::check(csca, Kind::csca, documents().csca_key.public_key(), csca).broken().empty());
    const SigningKey key = SigningKey::generate(card::crypto::Curve::p256);
    CHECK(lint::check(documents().signer("DS", key), Kind::document_signer, key.public_key(), csca).broken().empty());
}

TEST_CASE("lint: every rule of a holder's certificate has a certificate that breaks it")
{
    // the order of extensions: 0 keyUsage, 1 purposes, 2 authority key, 3 subject key, 4 names, 5 list
    CHECK(without_extension(0).has("key_usage"));
    CHECK(without_extension(1).has("extended_key_usage"));
    CHECK(without_extension(2).has("issuer_key_id"));
    CHECK(without_extension(3).has("subject_key_id"));
    CHECK(without_extension(4).has("subject_uri"));
    CHECK(without_extension(5).has("distribution_point"));
    CHECK(changed({0, 1}, [](const Bytes&) { return Bytes{0x02, 0x02, 0x41, 0x42}; }).has("serial_number_short"));
    CHECK(changed({0, 1}, [](const Bytes&) { return Bytes{0x02, 0x01, 0x00}; }).has("serial_number"));
    CHECK(changed({0, 6}, [](const Bytes&) {
        return card::pki::encode_spki(citizens().key.public_key(), card::pki::CurveForm::spelled_out);
    }).has("curve_spelled_out"));
    CHECK(changed({0, 4},
        [](const Bytes& validity) { // notAfter twice: it ends before it begins
            return edit_der(validity, {0}, [](const Bytes&) {
                return card::concat({Bytes{0x17, 0x0D}, card::as_bytes("491231235959Z")});
            });
        })
              .has("validity_order"));
    CHECK(check(citizens().certificate(CitizenPurpose::authentication, "")).has("subject_serial_number"));
    CHECK(changed({1}, becomes_sha384).has("signature_algorithms"));
    const card::pki::Validity too_long{now, now + std::chrono::days{9001}};
    CHECK(check(citizens().certificate(CitizenPurpose::authentication, "H-1", too_long)).has("outlives_issuer"));
    CHECK(lint::check(citizens().ca, Kind::authentication, citizens().ca_key.public_key(), citizens().ca)
              .has("authority"));
    CHECK(check(citizens().certificate(CitizenPurpose::authentication), Kind::citizen_ca).has("authority"));
}

TEST_CASE("lint: a certificate of one slot is none of another")
{
    using Expected = std::pair<CitizenPurpose, Kind>;
    for (const auto& [purpose, kind] : {Expected{CitizenPurpose::signature, Kind::authentication},
             Expected{CitizenPurpose::authentication, Kind::signature},
             Expected{CitizenPurpose::card_authentication, Kind::authentication},
             Expected{CitizenPurpose::authentication, Kind::card_authentication},
             Expected{CitizenPurpose::key_management, Kind::authentication},
             Expected{CitizenPurpose::authentication, Kind::content_signer}})
        CHECK(check(citizens().certificate(purpose), kind).has("extended_key_usage"));
    CHECK(check(citizens().certificate(CitizenPurpose::authentication), Kind::key_management).has("key_usage"));
}

TEST_CASE("lint: a certificate that others pin signs, and does nothing else")
{
    const SigningKey key = SigningKey::generate(card::crypto::Curve::p256);
    const auto pinned = [&](const Certificate& certificate, const SigningKey& wanted) {
        return lint::check(certificate, Kind::pinned, wanted.public_key(), certificate);
    };
    perso::Office office;
    office.authority.name = "Tests";
    const Certificate good = make_pinned_certificate("Journal 1", key, office, card::profile::builtin(), now);
    CHECK(pinned(good, key).broken().empty());
    CHECK(pinned(good, citizens().key).broken() == std::vector<std::string>{"other_key"});
    const auto without = [&](unsigned extension) { // 0 keyUsage, 1 subject key
        return pinned(Certificate::parse(edit_der(good.der(), {0, 7, 0, extension}, test::nothing)), key);
    };
    CHECK(without(0).has("key_usage"));
    CHECK(without(1).has("subject_key_id"));
    const auto authority = pinned(citizens().ca, citizens().ca_key);
    CHECK(authority.has("key_usage"));
    CHECK(authority.has("authority"));
    CHECK(authority.has("distribution_point"));
    CHECK(lint::check(citizens().content_signer(), Kind::pinned, citizens().key.public_key(), citizens().ca)
              .has("extended_key_usage"));
    CHECK(lint::check(good, Kind::content_signer, key.public_key(), good).has("distribution_point"));
    CHECK(test::error_of([&] { make_pinned_certificate("", key, office, card::profile::builtin(), now); }) ==
          card::Errc::certificate_unfit);
}

TEST_CASE("lint: another key, another issuer")
{
    const auto certificate = citizens().certificate(CitizenPurpose::authentication);
    const auto against = [&](const Certificate& issuer) {
        return lint::check(certificate, Kind::authentication, citizens().key.public_key(), issuer);
    };
    CHECK(
        lint::check(certificate, Kind::authentication, citizens().ca_key.public_key(), citizens().ca).has("other_key"));
    const SigningKey other = SigningKey::generate(card::crypto::Curve::p256);
    const Certificate same_name = CitizenPki::make_ca("Citizen CA 1", other);
    CHECK(against(same_name).has("issuer_signature"));
    CHECK(against(same_name).has("issuer_key_id"));
    CHECK_FALSE(against(same_name).has("issuer_name"));
    CHECK(against(CitizenPki::make_ca("Citizen CA 2", citizens().ca_key)).has("issuer_name"));
    CHECK(test::error_of([&] {
        lint::require_fit(certificate, Kind::authentication, citizens().key.public_key(), same_name);
    }) == card::Errc::certificate_unfit);
}

TEST_CASE("lint: the rules of document signers and of the CSCA hold at signing, too")
{
    const SigningKey key = SigningKey::generate(card::crypto::Curve::p256);
    const auto signer = documents().signer("DS", key);
    const auto broken = [&](unsigned extension) {
        const auto der = edit_der(signer.der(), {0, 7, 0, extension}, test::nothing);
        return lint::check(Certificate::parse(der), Kind::document_signer, key.public_key(), documents().csca);
    };
    CHECK(broken(0).has("authority_key_id"));
    CHECK(broken(1).has("key_usage"));
    CHECK(broken(3).has("key_usage_period"));
    CHECK(broken(4).has("alternative_names"));
    CHECK(broken(6).has("distribution_point"));
    CHECK(broken(7).has("document_types"));
    CHECK(lint::check(signer, Kind::csca, key.public_key(), documents().csca).has("basic_constraints"));
}

TEST_CASE("lint: every rule of a list has a list that breaks it")
{
    using card::pki::CrlContent;
    using lint::ListKind;
    const std::vector<card::pki::Revocation> revoked{{.serial_number = {0x11, 0x22}, .when = now, .reason = {}}};
    const CrlContent good{
        .this_update = now, .next_update = now + std::chrono::days{35}, .number = 7, .revoked = revoked};
    const auto build = [&](const CrlContent& content) {
        return card::pki::build_crl(content, citizens().ca, citizens().ca_key);
    };
    const auto check = [&](const card::pki::Crl& list, card::Time time = now) {
        return lint::check(list, ListKind::citizens, citizens().ca, revoked, time);
    };
    const auto list = build(good);
    CHECK(check(list).broken().empty());
    CHECK(check(list, now - std::chrono::seconds{1}).has("list_not_current"));
    CHECK(check(list, now + std::chrono::days{35}).has("list_not_current"));
    CHECK(check(list, now + std::chrono::days{9001}).has("list_expired_issuer"));
    CHECK(lint::check(list, ListKind::citizens, citizens().content_signer(), revoked, now).has("list_authority"));
    const auto same_name = CitizenPki::make_ca("Citizen CA 1", citizens().key);
    CHECK(lint::check(list, ListKind::citizens, same_name, revoked, now).has("list_signature"));
    CHECK(lint::check(list, ListKind::citizens, same_name, revoked, now).has("list_issuer"));
    CHECK(lint::check(list, ListKind::citizens, citizens().ca, {}, now).has("list_entries"));
    auto content = good;
    content.revoked.push_back({.serial_number = {0x33}, .when = now + std::chrono::hours{1}, .reason = {}});
    CHECK(
        lint::check(build(content), ListKind::citizens, citizens().ca, content.revoked, now).has("list_future_entry"));
    CHECK(check(build(content)).has("list_entries"));
    const Bytes without_number = edit_der(list.der(), {0, 6, 0, 1}, test::nothing);
    CHECK(check(card::pki::Crl::parse(without_number)).has("list_number"));

    const Bytes weak = edit_der(edit_der(list.der(), {0, 1}, becomes_sha1), {1}, becomes_sha1);
    CHECK(check(card::pki::Crl::parse(weak)).has("list_hash"));

    const auto signers = [&](const CrlContent& wanted) {
        const auto made = card::pki::build_crl(wanted, documents().csca, documents().csca_key);
        return lint::check(made, ListKind::signers, documents().csca, wanted.revoked, now);
    };
    CHECK(signers(good).broken().empty());
    auto late = good;
    late.next_update = now + std::chrono::days{91};
    CHECK(signers(late).has("list_period"));
    auto delta = good;
    delta.base = 6;
    CHECK(signers(delta).has("list_scope"));
}
