// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/gp/initialize_update.hpp"
#include "life/services.hpp"
#include "quality/quality_check.hpp"

/// Quality control by a person of a card without identity application: one of another make, at the desk where it is
/// handed over. Ours are read by the counter's code.
namespace perso {

/// What the office knows of such a card.
struct IssuedPki {
    std::string document_number;
    card::gp::Kdd chip;
    store::Guid guid{};
    life::Traces certificates;
};

/// Nothing for a card with the identity application, whose key of chip authentication the store has. Throws
/// document_unknown, card_not_made.
std::optional<IssuedPki> issued_pki(store::Database& database, const std::string& document_number);

/// With what such a card is read: what its holder has, and what the office gives every counter. All of it must outlive
/// this.
struct HolderDesk {
    card::ByteView pin; ///< ASCII digits
    const TrustData& trust;
    const card::profile::Profile& profile;
    card::crypto::RandomSource& random;
};

/// Reads the card, over a connection of its own: it is asked for its chip and compared with the certificates that the
/// office issued, and every key is used. The PIN is sent to a card that has proven its key 9E, if it has one, and never
/// on the last try; afterwards nobody is logged in.
///
/// Throws card_foreign for a card without PKI application, card_of_other_job for another chip; pin_wrong with the tries
/// left and pin_last_try, which say nothing against the card; pin_default, nothing of which was sent; quality_failed
/// with what differs, also where the card refuses what a good one does; access_denied and unexpected_status where the
/// PIN cannot be entered, as through the air; and what a connection throws.
void check_at_desk(card::iso7816::Transport& transport, const IssuedPki& issued, const HolderDesk& desk);

} // namespace perso
