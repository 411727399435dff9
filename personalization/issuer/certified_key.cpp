// SPDX-License-Identifier: Apache-2.0
#include "issuer/certified_key.hpp"

#include "base/durable_file.hpp"
#include "base/read_file.hpp"
#include "card/base/error.hpp"
#include "issuer/radar/radar.hpp"

namespace perso::issuer {

namespace {

[[noreturn]] void refuse_key(std::string_view sentence, std::string_view label)
{
    throw card::Error{card::Errc::hsm_key_missing, card::Step{"compare keys and certificates"}, sentence}.with_field(
        std::string{label});
}

} // namespace

CertifiedKey open_certified_key(
    Hsm& hsm, std::string_view label, const std::filesystem::path& file, const Certify& certify)
{
    const bool certified = is_there(file);
    if (!hsm.has_key(label)) {
        // Another key cannot stand for what this one has signed, and would take the place of its copy.
        if (certified)
            refuse_key("the certificate is there, its key is gone", label);
        hsm.token().generate_signing_key(label);
    }
    if (!certified) {
        const card::pki::SigningKey key = hsm.signing_key(label);
        radar::require_strong(key.public_key(), label);
        publish_file(file, certify(key).der(), Readers::owner);
    }
    return read_certified_key(hsm, label, file);
}

CertifiedKey read_certified_key(const Hsm& hsm, std::string_view label, const std::filesystem::path& file)
{
    CertifiedKey found{card::pki::Certificate::parse(read_file(file)), hsm.signing_key(label)};
    if (found.certificate.ec_public_key() != found.key.public_key())
        refuse_key("the certificate is of another key", label);
    return found;
}

} // namespace perso::issuer
