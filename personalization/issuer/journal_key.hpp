// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "issuer/certified_key.hpp"

#include "card/base/date.hpp"
#include "card/profile/profile.hpp"

namespace perso::issuer {

namespace label {
inline constexpr std::string_view journal = "journal-1";
} // namespace label

/// The certificate of the journal's key as it lies in the office; nothing before the first checkpoint.
std::optional<card::pki::Certificate> journal_certificate(const Office& office);

/// The key that signs checkpoints of the journal and nothing else, and its certificate, which auditors keep. An office
/// from before the chain has none: makes and throws as open_certified_key().
CertifiedKey open_journal_key(Hsm& hsm, const Office& office, const card::profile::Profile& profile, card::Time now);

} // namespace perso::issuer
