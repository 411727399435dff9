// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"
#include "commands/context.hpp"
#include "people/signatures.hpp"
#include "people/staff.hpp"
#include "people/staff_card.hpp"

#include <functional>

namespace perso {

/// What the staff card shall do; it gets the PIN as well.
using StaffCardUse = std::function<card::SecureBytes(people::StaffCard& card, const card::SecureBytes& pin)>;

/// Uses the card of this person in --staff-reader, in a worker process: first it is compared, so that no PIN reaches a
/// wrong card, then the PIN is asked for (an empty one means that the reader has a PIN pad), then `use` gets both; what
/// it returns is passed on. Throws staff_card_needed without a reader, staff_card_wrong, and what cards throw.
card::SecureBytes use_staff_card(
    Context& context, const std::string& person, card::ByteView certificate, const StaffCardUse& use);

/// Context::log_in for an office with staff cards, which also uses the card for something else, with the same PIN.
card::SecureBytes log_in_and(Context& context, const Office& office, const std::string& person, Role role,
    const people::Action& action, const StaffCardUse& also);

/// Whether this person's staff card logs in: it is not reported lost, held back, replaced, taken in or revoked.
bool has_valid_card(store::Database& database, const people::StaffMember& member);

/// Has the staff card taken out if it sits in the reader in which another card is wanted now.
void make_room(const Context& context, const Office& office, const std::string& reader_part);

/// SHA-256 of a file in hex: how a signed action names it. "-" for a file that cannot be read.
std::string file_digest(const std::filesystem::path& file);

/// The certificates of the CAs of the holders' keys. Throws trust_data_invalid.
std::vector<card::pki::Certificate> citizen_authorities(const Office& office);

} // namespace perso
