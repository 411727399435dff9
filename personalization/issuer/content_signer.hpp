// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "card/pki/certificate.hpp"
#include "card/profile/profile.hpp"
#include "office/office.hpp"

namespace perso::issuer {

/// The content signer signs the security object of a card's PKI application, and nobody takes its place. Throws
/// content_signer_ends, with its name and last day, when its certificate would expire before this last day of a card.
void require_lasts(const card::pki::Certificate& content_signer, card::Date last_day);

/// The same for the longest card of the profile, begun on this day; needs no token. Throws file_unreadable.
void require_content_signer(const Office& office, const card::profile::Profile& profile, card::Date begun);

} // namespace perso::issuer
