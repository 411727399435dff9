// SPDX-License-Identifier: Apache-2.0
// X.509 certificates: every question that the library asks one. What its own reader takes, OpenSSL takes, and says the
// same of it.
#include "card/pki/certificate.hpp"
#include "fuzz.hpp"
#include "support/certificate_by_openssl.hpp"

namespace {

using card::pki::Certificate;

void ask(const Certificate& certificate)
{
    certificate.fingerprint();
    certificate.subject();
    certificate.issuer();
    certificate.subject_country();
    certificate.subject_common_name();
    certificate.subject_serial_number();
    certificate.serial_number();
    certificate.spki();
    certificate.path_length();
    certificate.has_unknown_critical_extension();
    certificate.has_strong_signature();
    fuzz::may_refuse([&] { certificate.validity(); });
    fuzz::may_refuse([&] { certificate.private_key_usage(); });
    fuzz::may_refuse([&] { certificate.subject_key_id(); });
    fuzz::may_refuse([&] { certificate.authority_key_id(); });
    fuzz::may_refuse([&] { certificate.ec_public_key(); });
    fuzz::may_refuse([&] {
        const card::crypto::PublicKey key = certificate.public_key();
        fuzz::must_hold(card::pki::subject_public_key(card::pki::encode_spki(key)) == key, "a key survives writing");
    });
    certificate.may_only({card::pki::KeyUsage::digital_signature});
    certificate.is_meant_for("2.16.840.1.101.3.6.8");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const card::ByteView der{data, size};
    fuzz::may_refuse([&] {
        const Certificate certificate = Certificate::parse(der);
        fuzz::must_hold(card::equal(certificate.der(), der), "a certificate keeps its bytes");
        ask(certificate);
    });
    fuzz::may_refuse([&] {
        const Certificate certificate = Certificate::parse(der, card::pki::Leniency::foreign_legacy);
        fuzz::must_hold(test::disagreement(certificate).empty(), "two readers agree on a certificate");
    });
    return 0;
}
