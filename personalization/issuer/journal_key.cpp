// SPDX-License-Identifier: Apache-2.0
#include "issuer/journal_key.hpp"

#include "card/base/error.hpp"
#include "durable_file.hpp"
#include "issuer/pinned_certificate.hpp"
#include "read_file.hpp"

namespace perso::issuer {

namespace fs = std::filesystem;

namespace {

fs::path file_of(const Office& office)
{
    return office.certificates() / (std::string{label::journal} + ".cer");
}

} // namespace

std::optional<card::pki::Certificate> journal_certificate(const Office& office)
{
    if (!is_there(file_of(office)))
        return std::nullopt;
    return card::pki::Certificate::parse(read_file(file_of(office)));
}

JournalKey open_journal_key(Hsm& hsm, const Office& office, const card::profile::Profile& profile, card::Time now)
{
    if (!hsm.token().has_key(label::journal)) {
        // A certificate whose key is gone stands for checkpoints that nobody may sign anew.
        if (is_there(file_of(office)))
            throw card::Error{card::Errc::hsm_key_missing, "the key of the journal is gone"}.with_field(
                std::string{label::journal});
        hsm.token().generate_signing_key(label::journal);
    }
    const card::pki::SigningKey key = hsm.signing_key(label::journal);
    if (!is_there(file_of(office)))
        publish_file(
            file_of(office), make_pinned_certificate("Journal 1", key, office, profile, now).der(), Readers::owner);
    auto certificate = card::pki::Certificate::parse(read_file(file_of(office)));
    if (certificate.ec_public_key() != key.public_key())
        throw card::Error{card::Errc::hsm_key_missing, "the certificate is of another key"}.with_field(
            std::string{label::journal});
    return {std::move(certificate), key};
}

} // namespace perso::issuer
