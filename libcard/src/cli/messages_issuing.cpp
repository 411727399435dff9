// SPDX-License-Identifier: Apache-2.0
// The station's second piece: store, stock, batches, signers, people, journal and the life of a card.
#include "message_tables.hpp"

namespace card::cli::tables {

namespace {

constexpr Message messages[] = {
    {Errc::store_gone, "STATION-STORE-GONE", ExitCode::failed, "The database of the office does not answer.",
        "Check the database server and the network, then start the command again: nothing is lost, and what was begun "
        "is taken up.",
        "The identifier and the step: {step}."},
    {Errc::store_went_back, "STATION-STORE-WENT-BACK", ExitCode::failed,
        "The store of the office is older than its last checkpoint: {field}.",
        "Restore the newest backup of the store. Make no card before that.",
        "The identifier, the named checkpoint and the day of the backup."},
    {Errc::lease_lost, "STATION-LEASE-LOST", ExitCode::failed,
        "Another process of the office has taken over this job: {field}.",
        "Lay the card aside. See what became of the job with: idcard-station status.",
        "The identifier and the number of the job."},
    {Errc::clock_disputed, "STATION-CLOCK-DISPUTED", ExitCode::failed,
        "The clock of this computer and another source of time differ by {number} seconds: {field}.",
        "Set the date and the time of the one that is wrong, then start again. Nothing is signed before.",
        "The identifier, the named source and the date that the computer shows."},
    {Errc::tries_low, "STATION-TRIES-LOW", ExitCode::failed,
        "A counter of tries on this card is low: {field}, {number} left.",
        "Take the card out and put it aside as spoilt; use another blank card.", "The identifier and what is named."},
    {Errc::keys_foreign, "STATION-KEYS-FOREIGN", ExitCode::failed,
        "The keys of this office fit none of {number} cards in a row, so the line was stopped.",
        "Do not try further cards. Check that the delivery belongs to this office, and that the key store (HSM) is the "
        "right one.",
        "The identifier and the number of the delivery."},
    {Errc::card_of_other_job, "STATION-CARD-OF-OTHER-JOB", ExitCode::failed,
        "The card in the reader belongs to another job: {field}.", "Take the card out and insert the card of this job.",
        "The identifier and the numbers of both jobs."},
    {Errc::chip_unlisted, "STATION-CHIP-UNLISTED", ExitCode::failed,
        "This chip is on no delivery list of the office: {field}.",
        "Put the card aside. Check the delivery with: idcard-station stock list.",
        "The identifier and the number of the chip."},
    {Errc::chip_blocked, "STATION-CHIP-BLOCKED", ExitCode::failed, "This chip is blocked: {field}.",
        "Put the card aside and give it to the stock keeper.", "The identifier and the number of the delivery."},
    {Errc::stock_state, "STATION-STOCK-STATE", ExitCode::failed,
        "This is not possible for blank cards in this state: {field}.",
        "See the stock with: idcard-station stock list.", "The identifier and the number of the card."},
    {Errc::stock_differs, "STATION-STOCK-DIFFERS", ExitCode::failed,
        "The count of blank cards does not agree with the journal, so the shift stays open: {field}, difference "
        "{number}.",
        "Count again. Report cards that stay missing with: idcard-station stock missing.",
        "The identifier, the shift and the difference."},
    {Errc::batch_invalid, "STATION-BATCH-INVALID", ExitCode::failed, "The signed batch cannot be used: {field}.",
        "Ask the registry to send the batch again.", "The identifier and the name of the file."},
    {Errc::batch_untrusted, "STATION-BATCH-UNTRUSTED", ExitCode::failed,
        "No registry that this office knows has signed this batch: {field}.",
        "Ask the sender. Add the certificate of a registry only after its fingerprint was confirmed.",
        "The identifier and the name of the file."},
    {Errc::batch_repeated, "STATION-BATCH-REPEATED", ExitCode::failed,
        "A batch with this number came before with other content: {field}.",
        "Ask the registry which of the two is right.", "The identifier and the number of the batch."},
    {Errc::household_open, "STATION-HOUSEHOLD-OPEN", ExitCode::failed,
        "Another record of the same household is not good yet: {field}.",
        "Mend that record, and import the household together.", "The identifier and the number of the application."},
    {Errc::signer_exhausted, "STATION-SIGNER-EXHAUSTED", ExitCode::failed,
        "The document signer has reached its limit: {field}.",
        "Stage the next one and use it: idcard-station signer stage, idcard-station signer use.",
        "The identifier and the name of the signer."},
    {Errc::signer_state, "STATION-SIGNER-STATE", ExitCode::failed,
        "This is not possible for this document signer: {field}.", "See the signers with: idcard-station signer list.",
        "The identifier and the name of the signer."},
    {Errc::certificate_unfit, "STATION-CERTIFICATE-UNFIT", ExitCode::failed,
        "What was signed breaks the office's own rules, so it did not leave the office: {field}.",
        "Stop issuing cards and inform the helpdesk.", "The identifier, the named rule and the step: {step}."},
    {Errc::key_weak, "STATION-KEY-WEAK", ExitCode::failed,
        "A public key of the card is weak or was seen before: {field}.",
        "Lay the card aside, and stop using cards of the same delivery.",
        "The identifier, the named key and the number of the delivery."},
    {Errc::role_excluded, "STATION-ROLE-EXCLUDED", ExitCode::failed,
        "This person did another part for the same card: {field}.", "Have another person do it.",
        "The identifier, the number and the name that was given."},
    {Errc::staff_card_needed, "STATION-STAFF-CARD-NEEDED", ExitCode::usage,
        "This office asks for the staff member's own card.",
        "Insert the staff card and name its reader with --staff-reader. After a start of the computer a supervisor "
        "opens "
        "the key store with: idcard-station hsm open.",
        "The identifier and the name of the person."},
    {Errc::staff_card_wrong, "STATION-STAFF-CARD-WRONG", ExitCode::failed,
        "This is not the staff card of this person: {field}.",
        "Insert the right card, or have the supervisor enter the new card.",
        "The identifier and the name of the person."},
    {Errc::ceremony_open, "STATION-CEREMONY-OPEN", ExitCode::failed,
        "The key ceremony of this office is not finished: {field}.",
        "Continue it with: idcard-station init --continue. When both cards are made, each founder signs with: "
        "idcard-station init --sign.",
        "The identifier and the named part."},
    {Errc::not_for_production, "STATION-NOT-FOR-PRODUCTION", ExitCode::failed,
        "This is for development only, and this office makes real cards: {field}.",
        "Use the key store (HSM) and the people of the office; count its blank cards; name a source of time.",
        "The identifier and the named setting."},
    {Errc::seal_broken, "STATION-SEAL-BROKEN", ExitCode::failed, "Sealed data of the store do not open: {field}.",
        "Do not go on with this job. Check that the key store (HSM) is the right one; otherwise the store was altered.",
        "The identifier and the named part."},
    {Errc::data_purged, "STATION-DATA-PURGED", ExitCode::failed,
        "The personal data of this job were destroyed after their time: {field}.",
        "If a card is needed, import the application anew.", "The identifier and the number of the job."},
    {Errc::audit_broken, "STATION-AUDIT-BROKEN", ExitCode::failed,
        "The journal of the office is not whole: {field}, entry {number}.",
        "Stop issuing cards. Keep the store as it is, and inform the helpdesk.",
        "The identifier, the entry and what is named."},
    {Errc::checkpoint_invalid, "STATION-CHECKPOINT-INVALID", ExitCode::failed,
        "This checkpoint does not belong to the journal of this office: {field}.",
        "Check that the file is of this office and was not altered.", "The identifier and the name of the file."},
    {Errc::card_state, "STATION-CARD-STATE", ExitCode::failed,
        "This is not possible for a card in this state: {field}.",
        "See the life of the card with: idcard-station show.", "The identifier and the document number."},
    {Errc::not_delivered, "STATION-NOT-DELIVERED", ExitCode::failed, "This card was not handed over yet: {field}.",
        "Hand it over first with: idcard-station deliver.", "The identifier and the document number."},
    {Errc::replacement_missing, "STATION-REPLACEMENT-MISSING", ExitCode::failed,
        "There is no replacement for this card yet: {field}.", "Order one with: idcard-station replace.",
        "The identifier and the document number."},
};

} // namespace

std::span<const Message> issuing()
{
    return messages;
}

} // namespace card::cli::tables
