// SPDX-License-Identifier: Apache-2.0
#include "card/pki/lint.hpp"

#include "support/der_editor.hpp"
#include "support/master_lists.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;
using pki::CertificateRole;
using pki::LintRule;
using test::at;
using test::document_pki;
using test::edit_der;

namespace {

using Rules = std::vector<LintRule>;

/// What the signer breaks with one part of its tbsCertificate changed; the signature is wrong from then on.
Rules changed(std::initializer_list<unsigned> path, const std::function<Bytes(Bytes)>& change)
{
    const Bytes der = edit_der(document_pki().signer.der(), path, change);
    return pki::lint(pki::Certificate::parse(der, pki::Leniency::foreign_legacy), CertificateRole::document_signer);
}

auto becomes(const std::string& hex)
{
    return [hex](const Bytes&) { return from_hex(hex); };
}

} // namespace

TEST_CASE("lint: what we issue breaks no rule")
{
    CHECK(pki::lint(document_pki().csca, CertificateRole::csca).empty());
    CHECK(pki::lint(document_pki().signer, CertificateRole::document_signer).empty());
    const pki::CrlContent list{.this_update = at(2026, 11, 1), .next_update = at(2027, 1, 30), .number = 1};
    CHECK(pki::lint(pki::build_crl(list, document_pki().csca, document_pki().csca_key)).empty());
}

TEST_CASE("lint: roles by their own words")
{
    CHECK(pki::role_of(document_pki().csca) == CertificateRole::csca);
    CHECK(pki::role_of(document_pki().signer) == CertificateRole::document_signer);
    CHECK(pki::role_of(test::master_list_signer(document_pki())) == CertificateRole::master_list_signer);
    CHECK(pki::role_of(test::with_purpose(document_pki(), "clientAuth")) == CertificateRole::document_signer);
    CHECK(pki::name(CertificateRole::link) == "link");
    CHECK(pki::name(LintRule::list_period) == "list_period");
}

TEST_CASE("lint: an RSA key of 2048 bits is weak if its exponent is 3")
{
    const auto key = [](const Bytes& exponent) {
        namespace asn1 = tlv::asn1;
        Bytes modulus(257, 0xC5); // odd, of 2048 bits
        modulus[0] = 0x00;
        const Bytes numbers =
            tlv::encode(asn1::sequence, {tlv::encode(asn1::integer, modulus), tlv::encode(asn1::integer, exponent)});
        return tlv::encode(asn1::sequence, {from_hex("300d06092a864886f70d0101010500"),
                                               tlv::encode(asn1::bit_string, concat({Bytes{0x00}, numbers}))});
    };
    CHECK(changed({0, 6}, [&](const Bytes&) { return key(from_hex("010001")); }).empty());
    CHECK(changed({0, 6}, [&](const Bytes&) { return key(from_hex("03")); }) == Rules{LintRule::key_strength});
}

TEST_CASE("lint: fields")
{
    CHECK(changed({0, 1}, becomes("0201fb")) == Rules{LintRule::serial_number});
    CHECK(changed({0, 1}, becomes("020100")) == Rules{LintRule::serial_number});
    // notBefore as GeneralizedTime before 2050
    CHECK(changed({0, 4, 0}, becomes("180f32303236303130313030303030305a")) == Rules{LintRule::time_form});
}

TEST_CASE("lint: extensions of a document signer")
{
    // in the order of the builder: 0 AKI, 1 keyUsage, 2 SKI, 3 privateKeyUsagePeriod, 4 SAN, 5 IAN, 6 CRL, 7 types
    CHECK(changed({0, 7, 0, 0}, test::nothing) == Rules{LintRule::authority_key_id});
    CHECK(changed({0, 7, 0, 1}, test::nothing) == Rules{LintRule::key_usage});
    CHECK(changed({0, 7, 0, 2}, test::nothing).empty());
    CHECK(changed({0, 7, 0, 3}, test::nothing) == Rules{LintRule::key_usage_period});
    CHECK(changed({0, 7, 0, 4}, test::nothing) == Rules{LintRule::alternative_names});
    CHECK(changed({0, 7, 0, 5}, test::nothing) == Rules{LintRule::alternative_names});
    CHECK(changed({0, 7, 0, 6}, test::nothing) == Rules{LintRule::distribution_point});
    CHECK(changed({0, 7, 0, 7}, test::nothing) == Rules{LintRule::document_types});
    // a SEQUENCE without version, as some write it
    CHECK(changed({0, 7, 0, 7, 1}, becomes("040730051303494431")) == Rules{LintRule::document_types});
    // extended key usage besides
    CHECK(pki::lint(test::with_purpose(document_pki(), "clientAuth"), CertificateRole::document_signer) ==
          Rules{LintRule::extended_key_usage});
}

TEST_CASE("lint: a signer taken for a CSCA")
{
    const Rules broken = pki::lint(document_pki().signer, CertificateRole::csca);
    CHECK(broken == Rules{LintRule::key_usage, LintRule::basic_constraints, LintRule::path_length});
}

TEST_CASE("lint: master list signers")
{
    const auto signer = test::master_list_signer(document_pki());
    CHECK(pki::lint(signer, CertificateRole::master_list_signer).empty());
    CHECK(pki::lint(test::with_purpose(document_pki(), "2.23.136.1.1.3"), CertificateRole::master_list_signer) ==
          Rules{LintRule::extended_key_usage}); // not critical
}

TEST_CASE("lint: lists of a CSCA")
{
    pki::CrlContent list{.this_update = at(2026, 11, 1), .next_update = at(2027, 1, 31), .number = 2};
    list.base = 1;
    const pki::Crl crl = pki::build_crl(list, document_pki().csca, document_pki().csca_key);
    CHECK(pki::lint(crl) == Rules{LintRule::list_scope, LintRule::list_period});
    // without authority key identifier and number
    const Bytes bare = edit_der(crl.der(), {0, 5, 0},
        [](const Bytes& extensions) { return edit_der(edit_der(extensions, {0}, test::nothing), {0}, test::nothing); });
    CHECK(pki::lint(pki::Crl::parse(bare)) ==
          Rules{LintRule::list_number, LintRule::list_authority_key_id, LintRule::list_scope, LintRule::list_period});
}
