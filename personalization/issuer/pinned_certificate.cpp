// SPDX-License-Identifier: Apache-2.0
#include "issuer/pinned_certificate.hpp"

#include "card/crypto/random.hpp"
#include "card/pki/builder.hpp"
#include "issuer/lint/certificates.hpp"

namespace perso::issuer {

namespace {

constexpr int years = 20;

} // namespace

card::pki::Certificate make_pinned_certificate(const std::string& common_name, const card::pki::SigningKey& key,
    const Office& office, const card::profile::Profile& profile, card::Time now)
{
    const card::Date today = card::day_of(now);
    auto certificate = card::pki::make_package_root(
        {.subject = {.country = profile.card.country,
             .organization = office.authority.name,
             .organizational_unit = {},
             .common_name = common_name,
             .serial_number = {}},
            .validity = {card::start_of(today), card::start_of(card::add_years(today, years))}},
        key, card::crypto::system_random());
    lint::require_fit(certificate, lint::Kind::pinned, key.public_key(), certificate);
    return certificate;
}

} // namespace perso::issuer
