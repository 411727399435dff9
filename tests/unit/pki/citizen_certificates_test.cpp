// SPDX-License-Identifier: Apache-2.0
#include "card/pki/builder.hpp"

#include "support/document_pki.hpp"
#include "support/tampering.hpp"
#include "support/throws.hpp"
#include "support/vectors.hpp"

#include "card/base/hex.hpp"
#include "card/pki/path.hpp"
#include "card/tlv/oid.hpp"

#include <doctest/doctest.h>

using namespace card;
using pki::CitizenPurpose;
using pki::KeyUsage;
using test::at;

namespace {

constexpr std::string_view client_authentication = "1.3.6.1.5.5.7.3.2";
constexpr std::string_view email_protection = "1.3.6.1.5.5.7.3.4";
constexpr std::string_view document_signing = "1.3.6.1.5.5.7.3.36";
constexpr std::string_view card_authentication = "2.16.840.1.101.3.6.8";
constexpr std::string_view content_signing = "2.16.840.1.101.3.6.7";

std::string extension_hex(const pki::Certificate& certificate, std::string_view oid)
{
    const auto value = certificate.extension(oid);
    return value ? to_hex(*value) : "absent";
}

pki::Name name(std::string common_name, std::string serial_number = "")
{
    return {.country = "LA",
        .organization = "",
        .organizational_unit = "",
        .common_name = std::move(common_name),
        .serial_number = std::move(serial_number)};
}

struct CitizenPki {
    pki::SigningKey key = pki::SigningKey::generate(crypto::Curve::p384);
    pki::Certificate ca = pki::make_citizen_ca({.subject = name("Citizen CA"),
                                                   .validity = {at(2026, 1, 1), at(2060, 1, 1)},
                                                   .crl_url = "http://crl.example.la/citizen.crl"},
        key, crypto::system_random());
};

const CitizenPki& citizen_pki()
{
    static const CitizenPki made;
    return made;
}

crypto::PublicKey ec_key(crypto::Curve curve)
{
    return pki::SigningKey::generate(curve).public_key();
}

crypto::PublicKey rsa_key()
{
    return pki::subject_public_key(test::read_vectors("rsa.vec").front().bytes("Key"));
}

pki::Certificate make(
    CitizenPurpose purpose, const crypto::PublicKey& key, pki::Validity validity = {at(2026, 11, 22), at(2036, 11, 22)})
{
    return pki::make_citizen_certificate({.purpose = purpose,
                                             .subject = name("ດາວເຮືອງ", "H-0001"),
                                             .validity = validity,
                                             .card_urn = "urn:example:card:1",
                                             .crl_url = "http://crl.example.la/1.crl"},
        key, citizen_pki().ca, citizen_pki().key, crypto::system_random());
}

pki::Certificate make_signer(const crypto::Point& key)
{
    return pki::make_content_signer({.subject = name("Content signer"),
                                        .validity = {at(2026, 1, 1), at(2056, 1, 1)},
                                        .crl_url = "http://crl.example.la/citizen.crl"},
        key, citizen_pki().ca, citizen_pki().key, crypto::system_random());
}

/// Whether the extension with this identifier is critical: its BOOLEAN follows the OBJECT IDENTIFIER.
bool is_critical(const pki::Certificate& certificate, std::string_view oid)
{
    const std::string encoded = to_hex(tlv::Oid{oid}.encode());
    return to_hex(certificate.der()).find(encoded + "0101ff") != std::string::npos;
}

} // namespace

TEST_CASE("citizen ca: an authority with a named curve")
{
    CHECK(citizen_pki().ca.is_authority());
    CHECK(citizen_pki().ca.spki() == pki::encode_spki(citizen_pki().key.public_key()));
}

TEST_CASE("citizen certificates: holder, card, key and issuer")
{
    const crypto::PublicKey key = ec_key(crypto::Curve::p256);
    const auto login = make(CitizenPurpose::authentication, key);
    CHECK(pki::is_signed_by(login, citizen_pki().ca));
    CHECK(pki::names_issuer(login, citizen_pki().ca));
    CHECK(login.subject_common_name() == "ດາວເຮືອງ");
    CHECK(login.subject_serial_number() == "H-0001");
    CHECK(login.public_key() == key);
    CHECK(login.ec_public_key() == std::get<crypto::Point>(key));
    CHECK(login.spki() == pki::encode_spki(key));
    CHECK(extension_hex(login, "2.5.29.17") == "30148612" + to_hex(as_bytes("urn:example:card:1")));
    CHECK_FALSE(login.is_authority());
    CHECK(login.serial_number() != make(CitizenPurpose::authentication, key).serial_number());
}

TEST_CASE("citizen certificates: each slot for its own purpose, [FIPS201-2] §4.2.2")
{
    const crypto::PublicKey key = ec_key(crypto::Curve::p256);

    const auto login = make(CitizenPurpose::authentication, key);
    CHECK(login.may_only({KeyUsage::digital_signature}));
    CHECK(extension_hex(login, "2.5.29.37") == "300a06082b06010505070302");
    CHECK(login.is_meant_for(client_authentication));
    CHECK_FALSE(login.is_meant_for(card_authentication));
    CHECK_FALSE(is_critical(login, "2.5.29.37"));

    const auto signing = make(CitizenPurpose::signature, key);
    CHECK(signing.may_only({KeyUsage::digital_signature, KeyUsage::non_repudiation}));
    CHECK(extension_hex(signing, "2.5.29.15") == "030206c0");
    CHECK_FALSE(signing.is_meant_for(client_authentication));
    CHECK(extension_hex(signing, "2.5.29.37") == "301406082b0601050507032406082b06010505070304");
    CHECK(signing.is_meant_for(document_signing));
    CHECK(signing.is_meant_for(email_protection));
    CHECK_FALSE(is_critical(signing, "2.5.29.37"));

    const auto agreeing = make(CitizenPurpose::key_management, key);
    CHECK(agreeing.may_only({KeyUsage::key_agreement}));
    CHECK(extension_hex(agreeing, "2.5.29.15") == "03020308");

    const auto card = make(CitizenPurpose::card_authentication, key);
    CHECK(card.may_only({KeyUsage::digital_signature}));
    CHECK(extension_hex(card, "2.5.29.37") == "300a06086086480165030608");
    CHECK(card.is_meant_for(card_authentication));
    CHECK(is_critical(card, "2.5.29.37"));
    CHECK_FALSE(card.has_unknown_critical_extension());
}

TEST_CASE("citizen certificates: keys on P-384 and RSA keys")
{
    for (const crypto::PublicKey& key : {ec_key(crypto::Curve::p384), rsa_key()}) {
        for (const CitizenPurpose purpose : {CitizenPurpose::authentication, CitizenPurpose::signature,
                 CitizenPurpose::key_management, CitizenPurpose::card_authentication}) {
            const auto certificate = make(purpose, key);
            CHECK(certificate.public_key() == key);
            CHECK(certificate.spki() == pki::encode_spki(key));
            CHECK(certificate.has_strong_signature());
            CHECK(pki::is_signed_by(certificate, citizen_pki().ca));
        }
    }
    const auto decrypting = make(CitizenPurpose::key_management, rsa_key());
    CHECK(decrypting.may_only({KeyUsage::key_encipherment}));
    CHECK(extension_hex(decrypting, "2.5.29.15") == "03020520");
    CHECK(test::error_of([&] { return decrypting.ec_public_key(); }) == Errc::unsupported);
    CHECK(test::refuses_other_lengths(decrypting.der(), [](ByteView der) { pki::Certificate::parse(der); }));
}

TEST_CASE("citizen certificates: key identifiers are those of [RFC7093] §2, computed apart for an RSA key")
{
    // leftmost 160 bits of SHA-256 over the RSAPublicKey, by Python's hashlib
    const auto certificate = make(CitizenPurpose::authentication, rsa_key());
    CHECK(to_hex(certificate.subject_key_id().value()) == "6e26bf2293fe25b2b59437ee2663d5bff51cc8c8");
}

TEST_CASE("citizen certificates: validity on both sides of 2050, [RFC5280] §4.1.2.5")
{
    const Time last_utc = at(2050, 1, 1) - std::chrono::seconds{1};
    const auto bounds = [](Time not_before, Time not_after) {
        const auto certificate = make(CitizenPurpose::authentication, rsa_key(), {not_before, not_after});
        CHECK(certificate.validity().not_before == not_before);
        CHECK(certificate.validity().not_after == not_after);
        return to_hex(certificate.der());
    };
    const auto utc = [](std::string_view text) { return "170d" + to_hex(as_bytes(text)); };
    const auto generalized = [](std::string_view text) { return "180f" + to_hex(as_bytes(text)); };
    CHECK(bounds(at(2026, 11, 22), last_utc).find(utc("261122000000Z") + utc("491231235959Z")) != std::string::npos);
    CHECK(bounds(at(2026, 11, 22), at(2050, 1, 1)).find(utc("261122000000Z") + generalized("20500101000000Z")) !=
          std::string::npos);
    CHECK(bounds(at(2051, 2, 28), at(2071, 2, 28)).find(generalized("20510228000000Z")) != std::string::npos);
}

TEST_CASE("content signer: signs security objects and nothing else, [FIPS201-2] §4.2.1")
{
    const auto key = pki::SigningKey::generate(crypto::Curve::p256);
    const auto signer = make_signer(key.public_key());
    CHECK(pki::is_signed_by(signer, citizen_pki().ca));
    CHECK(pki::names_issuer(signer, citizen_pki().ca));
    CHECK(signer.ec_public_key() == key.public_key());
    CHECK(signer.may_only({KeyUsage::digital_signature}));
    CHECK(extension_hex(signer, "2.5.29.37") == "300a06086086480165030607");
    CHECK(signer.is_meant_for(content_signing));
    CHECK(is_critical(signer, "2.5.29.37"));
    CHECK_FALSE(signer.is_authority());
    CHECK_FALSE(signer.has_unknown_critical_extension());
    CHECK(signer.validity().not_after == at(2056, 1, 1));
}
