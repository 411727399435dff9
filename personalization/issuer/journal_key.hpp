// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "issuer/hsm.hpp"

#include "card/base/date.hpp"
#include "card/pki/certificate.hpp"
#include "card/profile/profile.hpp"

namespace perso::issuer {

namespace label {
inline constexpr std::string_view journal = "journal-1";
} // namespace label

/// The key that signs checkpoints of the journal and nothing else, and its certificate, which auditors keep.
struct JournalKey {
    card::pki::Certificate certificate;
    card::pki::SigningKey key;
};

/// Its certificate as it lies in the office; nothing before the first checkpoint.
std::optional<card::pki::Certificate> journal_certificate(const Office& office);

/// Makes key and certificate if there are none yet: an office from before the chain has none. Throws hsm_key_missing if
/// the certificate is of another key; file_unwritable, disk_full, and what the token throws.
JournalKey open_journal_key(Hsm& hsm, const Office& office, const card::profile::Profile& profile, card::Time now);

} // namespace perso::issuer
