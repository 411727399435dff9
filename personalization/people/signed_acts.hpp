// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "journal/entry.hpp"
#include "journal/events.hpp"
#include "people/statement.hpp"

#include <array>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Which signature of a staff card an entry of the journal needs. The entry does not name it: the signature is an entry
/// before it, and which one fits follows from both, so that there is no link that could be forged.
namespace perso::people {

/// Where the number stands that the statement has to name.
enum class Named {
    nothing,     ///< it is about no number, or the entry does not have it
    application, ///< of the entry
    document,    ///< of the card of the entry
    first_word,  ///< of what the entry tells
    last_word,
};

/// What of the entry has to stand behind that number, as it was decided().
enum class Said {
    nothing,
    reason,    ///< the entry tells it: "lost"
    reason_of, ///< "document-signer-1: superseded"
    order,     ///< "damaged by VT-2026-000002": reason and application
    ordered,   ///< the application of the order by which another card took the place of the entry's
    misprint,  ///< that reason, whatever the entry tells
    record,    ///< the digest of the record
    before,    ///< the card of the entry, as the one before another
    delivery,  ///< the first word, unless that is "-"
    to,        ///< the same
    roles,     ///< the last word, each of them
    card,      ///< the document of the staff card that was entered with the entry
    member,    ///< that and the roles
};

/// For how much a signature stands.
enum class Stands {
    once,   ///< one entry of that event and number, within a day
    a_day,  ///< any number of them: a shift's work
    always, ///< what was decided takes effect later
};

/// An event that has a person, and an action that this person may have signed for it. An event has several rows if
/// several actions do it.
struct SignedEvent {
    std::string_view event;
    std::string_view action;
    Named named = Named::nothing;
    Said said = Said::nothing;
    Stands stands = Stands::once;
};

inline constexpr std::array signed_events{
    SignedEvent{audit::events::import, "import", Named::nothing, Said::nothing, Stands::a_day},
    SignedEvent{audit::events::batch, "import", Named::nothing, Said::nothing, Stands::a_day},
    SignedEvent{audit::events::batch_done, "import", Named::nothing, Said::nothing, Stands::a_day},
    SignedEvent{audit::events::approve, "approve", Named::application, Said::record},
    SignedEvent{audit::events::withdraw, "withdraw", Named::application},
    SignedEvent{audit::events::withdraw, "revoke-confirm", Named::document},
    SignedEvent{audit::events::household_released, "household-release", Named::application},
    SignedEvent{audit::events::shown, "show", Named::nothing},

    SignedEvent{audit::events::claim, "run", Named::nothing, Said::nothing, Stands::a_day},
    SignedEvent{audit::events::resume, "run", Named::nothing, Said::nothing, Stands::a_day},
    SignedEvent{audit::events::check, "check", Named::document},
    SignedEvent{audit::events::check_failed, "check", Named::document},

    SignedEvent{audit::events::delivered, "deliver", Named::document},
    SignedEvent{audit::events::succeeded, "deliver", Named::last_word, Said::before},
    SignedEvent{audit::events::revoked, "deliver", Named::nothing, Said::before},
    SignedEvent{audit::events::replacement_ordered, "replace", Named::document, Said::order},
    SignedEvent{audit::events::revocation_requested, "replace", Named::document, Said::misprint},
    SignedEvent{audit::events::revocation_requested, "replace", Named::nothing, Said::ordered, Stands::always},
    SignedEvent{audit::events::reported, "report-lost", Named::document, Said::reason},
    SignedEvent{audit::events::revocation_requested, "report-lost", Named::document, Said::reason},
    SignedEvent{audit::events::revoked, "report-lost-confirm", Named::document, Said::reason},
    SignedEvent{audit::events::suspended, "suspend", Named::document},
    SignedEvent{audit::events::found, "found", Named::document},
    SignedEvent{audit::events::revocation_requested, "revoke", Named::document, Said::reason},
    SignedEvent{audit::events::revoked, "revoke-confirm", Named::document, Said::reason},
    SignedEvent{audit::events::signer_revocation_requested, "revoke", Named::nothing, Said::reason_of},
    SignedEvent{audit::events::signer_revoked, "revoke-confirm", Named::nothing, Said::reason_of},

    SignedEvent{audit::events::service_ordered, "reset-pin-order", Named::document},
    SignedEvent{audit::events::service_ordered, "renew-certificates-order", Named::document},
    SignedEvent{audit::events::service_cancelled, "reset-pin-cancel", Named::document},
    SignedEvent{audit::events::service_cancelled, "renew-certificates-cancel", Named::document},
    SignedEvent{audit::events::service_begun, "reset-pin", Named::document},
    SignedEvent{audit::events::service_begun, "renew-certificates", Named::document},
    SignedEvent{audit::events::service_begun_again, "reset-pin", Named::document},
    SignedEvent{audit::events::service_begun_again, "renew-certificates", Named::document},
    SignedEvent{
        audit::events::certificate_renewed, "renew-certificates", Named::document, Said::nothing, Stands::a_day},
    SignedEvent{audit::events::service_done, "reset-pin", Named::document},
    SignedEvent{audit::events::service_done, "renew-certificates", Named::document},

    SignedEvent{audit::events::stock_announced, "stock-receive", Named::last_word, Said::delivery},
    SignedEvent{audit::events::stock_received, "stock-receive-confirm", Named::last_word, Said::delivery},
    SignedEvent{audit::events::stock_moved, "stock-move", Named::last_word, Said::to},
    SignedEvent{audit::events::stock_handed_out, "stock-hand-out", Named::last_word, Said::to},
    SignedEvent{audit::events::stock_missing_requested, "stock-missing", Named::last_word},
    SignedEvent{audit::events::stock_missing, "stock-missing-confirm", Named::last_word},
    SignedEvent{audit::events::stock_destruction_requested, "stock-destroy", Named::last_word},
    SignedEvent{audit::events::stock_destroyed, "stock-destroy-confirm", Named::last_word},
    SignedEvent{audit::events::stock_blocked, "stock-block", Named::last_word},
    SignedEvent{audit::events::stock_unblocked, "stock-unblock", Named::last_word},
    SignedEvent{audit::events::shift_opened, "shift-open", Named::last_word},
    SignedEvent{audit::events::shift_closed, "shift-close", Named::last_word},

    SignedEvent{audit::events::staff_add_requested, "staff-add", Named::first_word, Said::roles},
    SignedEvent{audit::events::staff_add, "staff-add-confirm", Named::first_word, Said::member},
    SignedEvent{audit::events::staff_card_requested, "staff-card", Named::first_word},
    SignedEvent{audit::events::staff_card, "staff-card-confirm", Named::first_word, Said::card},
    SignedEvent{audit::events::staff_remove, "staff-remove", Named::first_word},
    SignedEvent{audit::events::hsm_new_pin_requested, "hsm-new-pin"},
    SignedEvent{audit::events::hsm_new_pin_confirmed, "hsm-new-pin-confirm"},
    SignedEvent{audit::events::signer_staged, "signer-stage", Named::last_word},
    SignedEvent{audit::events::signer_used, "signer-use", Named::last_word},
    SignedEvent{audit::events::trust_export, "trust-export"},
    SignedEvent{audit::events::trust_new_root, "trust-new-root"},
    SignedEvent{audit::events::trust_switch_root, "trust-switch-root"},
    SignedEvent{audit::events::trust_exported, "trust-export"},
    SignedEvent{audit::events::trust_exported, "trust-new-root"},
    SignedEvent{audit::events::trust_exported, "trust-switch-root"},
    SignedEvent{audit::events::purged, "purge", Named::nothing, Said::nothing, Stands::a_day},
    SignedEvent{audit::events::clock_confirmed, "clock-confirm"},
    SignedEvent{audit::events::checkpoint, "audit-checkpoint"},
    SignedEvent{audit::events::checkpoints_exported, "audit-export"},
    SignedEvent{audit::events::restore_requested, "accept-restore"},
    SignedEvent{audit::events::restore_accepted, "accept-restore-confirm"},
};

/// What names a person and is nothing that this person decided: what a card in the reader was, a signature itself, and
/// the end of the key ceremony, which both founders sign.
inline constexpr std::array<std::string_view, 3> unsigned_events{
    audit::events::foreign_card, audit::events::staff_signature, audit::events::ceremony};

/// What the station does by itself, too; nobody is named then.
inline constexpr std::array<std::string_view, 2> also_by_itself{audit::events::purged, audit::events::checkpoint};

/// For how long a signature stands, at most.
inline constexpr std::chrono::hours signature_stands{24};

/// Whether the statement is of this action, names the number and, in the form of today, has that word behind it.
bool says(const Statement& statement, std::string_view action, std::string_view number, const std::string& word);

/// What the store knows of the subject of an entry.
struct About {
    std::string document;   ///< number of the entry's card
    std::string record;     ///< the word with the digest, if the record is still the one that the entry is about
    std::string order;      ///< application of the order for that card by the entry's person; empty without one
    std::string staff_card; ///< document of the staff card that the entry tells of
};

/// The signatures of a journal, in its order, each with what it still stands for.
class SignedActs {
public:
    /// A signature that is good stands in the journal from here on.
    void add(Statement statement);

    /// Whether a signature stands for this entry; it stands for no other one, as the table says. An event that the
    /// table does not have is signed by nobody.
    bool stand_for(const audit::Entry& entry, const About& about);

    /// Whether the table has that event, and it is nothing that the station does by itself.
    static bool needs_person(std::string_view event);

    /// Whether a statement of this person says that; one of a time when the subjects were numbers alone does not.
    bool has_said(
        const std::string& person, std::string_view action, std::string_view number, const std::string& word) const;

private:
    struct Given {
        Statement statement;
        std::map<std::string, std::set<std::string>> decisions; ///< by number; "" for words without a number
        std::set<std::pair<std::string, std::string>> used;     ///< event and number
    };

    static bool fits(Given& given, const SignedEvent& rule, const audit::Entry& entry, const About& about);

    std::map<std::string, std::vector<Given>> by_person_;
};

} // namespace perso::people
