// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "context.hpp"

namespace perso {

/// Writes the envelope with the token's PIN for the person's staff card, which stands in the store; replaces one for
/// an earlier card. Throws staff_card_wrong if the card has no key for it.
void write_envelope(const Office& office, store::Database& database, const std::string& person, card::ByteView hsm_pin);

/// Whether this person has an envelope.
bool has_envelope(const Office& office, const std::string& person);

/// Takes it away when a person is no supervisor any more.
void remove_envelope(const Office& office, const std::string& person);

/// The token's PIN from the envelope, opened by the supervisor's card, which signs that with the same PIN.
card::SecureBytes open_envelope(Context& context, const Office& office, const std::string& person);

/// Throws hsm_pin_wrong and what the token throws.
void require_opens(const Office& office, card::ByteView hsm_pin);

} // namespace perso
