// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/context.hpp"

namespace perso {

/// Throws staff_card_needed while envelopes of a change of the PIN that was cut off wait for `hsm open`, which ends it:
/// until then nobody knows which PIN belongs into an envelope, and those would take the place of a newer one.
void require_settled(const Office& office);

/// Writes the envelope with the token's PIN for the person's staff card, which stands in the store; replaces one for
/// an earlier card. Throws staff_card_wrong if the card has no key for it; as require_settled().
void write_envelope(const Office& office, store::Database& database, const std::string& person, card::ByteView hsm_pin);

/// Whether this person has an envelope, in use or of a change of the PIN that has not ended.
bool has_envelope(const Office& office, const std::string& person);

/// Takes both away when a person is no supervisor any more.
void remove_envelope(const Office& office, const std::string& person);

/// The token's PIN from the envelope, opened by the supervisor's card, which signs that with the same PIN. It opens the
/// token: a change of the PIN that was cut off is ended here. Throws hsm_pin_wrong, what log_in and the token throw.
card::SecureBytes open_envelope(Context& context, const Office& office, const std::string& person);

/// Envelopes with another PIN for every supervisor whose card is valid, beside those that are in use, and none for
/// anybody else. They count when the token has that PIN. They are on the disk when this returns; cut off before, there
/// are all of them or none.
void write_next_envelopes(const Office& office, store::Database& database, card::ByteView hsm_pin);

/// The token has that PIN: they take the place of the others.
void use_next_envelopes(const Office& office);

/// Throws hsm_pin_wrong and what the token throws.
void require_opens(const Office& office, card::ByteView hsm_pin);

/// Throws hsm_key_missing, with their labels, unless the token has every key of this office; as require_opens().
void require_all_keys(const Context& context, const Office& office, card::ByteView hsm_pin);

} // namespace perso
