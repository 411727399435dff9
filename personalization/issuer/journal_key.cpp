// SPDX-License-Identifier: Apache-2.0
#include "issuer/journal_key.hpp"

#include "base/durable_file.hpp"
#include "base/read_file.hpp"
#include "issuer/pinned_certificate.hpp"

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

CertifiedKey open_journal_key(Hsm& hsm, const Office& office, const card::profile::Profile& profile, card::Time now)
{
    return open_certified_key(hsm, label::journal, file_of(office), [&](const card::pki::SigningKey& key) {
        return make_pinned_certificate("Journal 1", key, office, profile, now);
    });
}

} // namespace perso::issuer
