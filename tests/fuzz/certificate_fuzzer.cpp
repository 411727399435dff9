// SPDX-License-Identifier: Apache-2.0
// X.509 certificates: every question that the library asks one.
#include "card/pki/certificate.hpp"
#include "fuzz.hpp"

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
    fuzz::must_hold(Certificate::parse(certificate.der()) == certificate, "a certificate keeps its bytes");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::may_refuse([&] { ask(Certificate::parse({data, size})); });
    return 0;
}
