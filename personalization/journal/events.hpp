// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

/// What the entries of the journal are called: each writer and each reader names an event by these. The texts stand in
/// journals that are kept for years, so none of them ever changes. Beside the detail an entry has the person who acted,
/// the application and the card, as far as there are any. docs/audit.md has the same list for who reads a journal.
namespace perso::audit::events {

// Applications.

/// Taken in. Detail: empty, or "again" after it was rejected or withdrawn.
inline constexpr std::string_view import = "import";
/// Released for a card by another person. Detail: empty.
inline constexpr std::string_view approve = "approve";
/// Approved, but against the rules of a record when its card was due. Detail: empty.
inline constexpr std::string_view reject = "reject";
/// It ends without a card, or two people revoked the card that lay aside. Detail: empty.
inline constexpr std::string_view withdraw = "withdraw";
/// A registry's batch is begun. Detail: registry and number.
inline constexpr std::string_view batch = "batch";
/// A registry's batch is worked off. Detail: registry and number.
inline constexpr std::string_view batch_done = "batch-done";
/// Its household waits no longer for who is missing. Detail: empty.
inline constexpr std::string_view household_released = "household-released";
/// Somebody looked at the application. Detail: the role, and "in full" where nothing was masked.
inline constexpr std::string_view shown = "shown";

// A card in the making.

/// Numbers are allotted to a chip. Detail: document number, "on chip", number of the chip in hex.
inline constexpr std::string_view claim = "claim";
/// A quarantined card is gone on with. Detail: empty.
inline constexpr std::string_view resume = "resume";
/// Taken back from a process that was silent for too long. Detail: name of the process.
inline constexpr std::string_view lease_expired = "lease expired";
/// A document signer is allotted. Detail: its name, ": card" and how many it has by now.
inline constexpr std::string_view signer = "signer";
/// Before a step that changes the card. Detail: the step.
inline constexpr std::string_view intent = "intent";
/// What became of that step is known. Detail: the step.
inline constexpr std::string_view outcome = "outcome";
/// A key was made on the card. Detail: the slot.
inline constexpr std::string_view key = "key";
/// A certificate was made for a key of the card. Detail: the slot.
inline constexpr std::string_view certificate = "certificate";
/// A key of the card is refused as weak; also for the card that shares it. Detail: the slot, ":" and the weakness.
inline constexpr std::string_view key_weak = "key weak";
/// Each step has its outcome, and the quality check found the card good. Detail: empty.
inline constexpr std::string_view issued = "issued";
/// Broken off before the first intent. Detail: identifier of the condition, "at" and the step.
inline constexpr std::string_view void_ = "void";
/// Broken off after it, or found bad. Detail: identifier of the condition, "at" and the step.
inline constexpr std::string_view quarantined = "quarantined";
/// The keys of the office do not fit the card in the reader. Detail: empty.
inline constexpr std::string_view foreign_card = "foreign-card";

// A finished card.

/// A person found it good. Detail: document number.
inline constexpr std::string_view check = "check";
/// A person found it bad, and it is held back. Detail: document number.
inline constexpr std::string_view check_failed = "check failed";
/// Handed over, for the first time or again. Detail: document number.
inline constexpr std::string_view delivered = "delivered";
/// Another card took its place. Detail: document number of that one.
inline constexpr std::string_view succeeded = "succeeded";
/// Another card shall take its place. Detail: reason, "by" and the application.
inline constexpr std::string_view replacement_ordered = "replacement ordered";
/// Its holder says that it is lost or stolen, and it is held back. Detail: reason.
inline constexpr std::string_view reported = "reported";
/// Held back for another reason. Detail: document number.
inline constexpr std::string_view suspended = "suspended";
/// No longer held back. Detail: document number.
inline constexpr std::string_view found = "found";
/// By the first person, or with a report or a replacement. Detail: reason.
inline constexpr std::string_view revocation_requested = "revocation requested";
/// By the second person. Detail: reason.
inline constexpr std::string_view revoked = "revoked";
/// A PIN or certificates are to be renewed. Detail: "pin" or "certificates", and a number.
inline constexpr std::string_view service_ordered = "service ordered";
/// That order is taken back before it was begun. Detail: as it was ordered.
inline constexpr std::string_view service_cancelled = "service cancelled";
/// The card may change from here on. Detail: as it was ordered.
inline constexpr std::string_view service_begun = "service begun";
/// After it was broken off. Detail: as it was ordered.
inline constexpr std::string_view service_begun_again = "service begun again";
/// A certificate was made that takes another's place. Detail: slot and SHA-256 in hex.
inline constexpr std::string_view certificate_renewed = "certificate renewed";
/// The card has what was ordered. Detail: as it was ordered.
inline constexpr std::string_view service_done = "service done";

// Blank cards. STACK is a word, then how many chips, then the digest of their numbers.

/// The first person counts a delivery. Detail: STACK with the delivery.
inline constexpr std::string_view stock_announced = "stock-announced";
/// The second person does, and it lies in the vault. Detail: STACK with the delivery.
inline constexpr std::string_view stock_received = "stock-received";
/// To another place of the office. Detail: STACK with the place.
inline constexpr std::string_view stock_moved = "stock-moved";
/// To an operator. Detail: STACK with that person.
inline constexpr std::string_view stock_handed_out = "stock-handed-out";
/// The first person says that they are missing. Detail: STACK with "-".
inline constexpr std::string_view stock_missing_requested = "stock-missing-requested";
/// The second person does. Detail: STACK with "-".
inline constexpr std::string_view stock_missing = "stock-missing";
/// The first person wants them destroyed. Detail: STACK with "-".
inline constexpr std::string_view stock_destruction_requested = "stock-destruction-requested";
/// The second person saw it. Detail: STACK with "-".
inline constexpr std::string_view stock_destroyed = "stock-destroyed";
/// No card of a delivery is used. Detail: the delivery.
inline constexpr std::string_view stock_blocked = "stock-blocked";
/// Cards of a delivery may be used again. Detail: the delivery.
inline constexpr std::string_view stock_unblocked = "stock-unblocked";
/// A shift begins. Detail: its number, "opening" and the count.
inline constexpr std::string_view shift_opened = "shift-opened";
/// It ends. Detail: its number, then each count behind its word.
inline constexpr std::string_view shift_closed = "shift-closed";

// People.

/// The first person names a new one. Detail: that person and the roles.
inline constexpr std::string_view staff_add_requested = "staff_add_requested";
/// A person is entered, by two or by the key ceremony. Detail: that person and the roles.
inline constexpr std::string_view staff_add = "staff_add";
/// The first person wants another card for somebody. Detail: whose.
inline constexpr std::string_view staff_card_requested = "staff_card_requested";
/// It took the place of the card before. Detail: whose.
inline constexpr std::string_view staff_card = "staff_card";
/// A person acts no more. Detail: that person.
inline constexpr std::string_view staff_remove = "staff_remove";
/// What a staff card signed is kept. Detail: action and SHA-256 in hex of statement and signature.
inline constexpr std::string_view staff_signature = "staff_signature";
/// The key ceremony has ended. Detail: empty.
inline constexpr std::string_view ceremony = "ceremony";

// Keys, lists and trust packages.

/// The first person wants another PIN for the token. Detail: label of the token.
inline constexpr std::string_view hsm_new_pin_requested = "hsm-new-pin-requested";
/// The second person does, before the PIN changes. Detail: label of the token.
inline constexpr std::string_view hsm_new_pin_confirmed = "hsm-new-pin-confirmed";
/// The token has another PIN. Detail: label of the token.
inline constexpr std::string_view hsm_new_pin = "hsm-new-pin";
/// The next document signer is made. Detail: its name.
inline constexpr std::string_view signer_staged = "signer staged";
/// It signs from here on. Detail: its name.
inline constexpr std::string_view signer_used = "signer used";
/// By the first person. Detail: name of the signer, ":", reason.
inline constexpr std::string_view signer_revocation_requested = "signer revocation requested";
/// By the second person. Detail: name of the signer, ":", reason.
inline constexpr std::string_view signer_revoked = "signer revoked";
/// A number is allotted to a card status list. Detail: that number.
inline constexpr std::string_view list = "list";
/// A trust package is about to be signed. Detail: empty.
inline constexpr std::string_view trust_export = "trust-export";
/// One that names the next root is about to be signed. Detail: empty.
inline constexpr std::string_view trust_new_root = "trust-new-root";
/// One by the next root is about to be signed. Detail: empty.
inline constexpr std::string_view trust_switch_root = "trust-switch-root";
/// It was signed. Detail: serial of the package and digest of its file.
inline constexpr std::string_view trust_exported = "trust-exported";

// The store itself.

/// The records of an office from before the seal were encrypted. Detail: empty.
inline constexpr std::string_view sealed = "sealed";
/// A data key was destroyed. Detail: its number, and how many records it had sealed.
inline constexpr std::string_view purged = "purged";
/// The second person says that the clock is right. Detail: the first one.
inline constexpr std::string_view clock_confirmed = "clock confirmed";
/// Before a checkpoint, where the last entry has no hash of its own. Detail: empty.
inline constexpr std::string_view chained = "chained";
/// The head of the journal up to here was signed. Detail: number and SHA-256 in hex of the message.
inline constexpr std::string_view checkpoint = "checkpoint";
/// All checkpoints were written to a medium. Detail: how many were new there.
inline constexpr std::string_view checkpoints_exported = "checkpoints-exported";
/// The first person accepts an older backup. Detail: number and SHA-256 of the newest checkpoint.
inline constexpr std::string_view restore_requested = "restore-requested";
/// The second person does. Detail: number and SHA-256 of the newest checkpoint.
inline constexpr std::string_view restore_accepted = "restore-accepted";

} // namespace perso::audit::events
