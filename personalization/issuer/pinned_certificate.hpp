// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "office/office.hpp"

#include "card/base/date.hpp"
#include "card/pki/certificate.hpp"
#include "card/pki/signing_key.hpp"
#include "card/profile/profile.hpp"

namespace perso::issuer {

/// A self-signed certificate for signatures alone, which others know by its fingerprint: "Journal 1". Valid from today
/// for 20 years, as long as the longest card. Throws certificate_unfit, crypto_failed, and what the token throws.
card::pki::Certificate make_pinned_certificate(const std::string& common_name, const card::pki::SigningKey& key,
    const Office& office, const card::profile::Profile& profile, card::Time now);

} // namespace perso::issuer
