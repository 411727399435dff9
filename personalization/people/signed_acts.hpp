// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/entry.hpp"
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
    SignedEvent{"import", "import", Named::nothing, Said::nothing, Stands::a_day},
    SignedEvent{"batch", "import", Named::nothing, Said::nothing, Stands::a_day},
    SignedEvent{"batch-done", "import", Named::nothing, Said::nothing, Stands::a_day},
    SignedEvent{"approve", "approve", Named::application, Said::record},
    SignedEvent{"withdraw", "withdraw", Named::application},
    SignedEvent{"withdraw", "revoke-confirm", Named::document},
    SignedEvent{"household-released", "household-release", Named::application},
    SignedEvent{"shown", "show", Named::nothing},

    SignedEvent{"claim", "run", Named::nothing, Said::nothing, Stands::a_day},
    SignedEvent{"resume", "run", Named::nothing, Said::nothing, Stands::a_day},
    SignedEvent{"check", "check", Named::document},
    SignedEvent{"check failed", "check", Named::document},

    SignedEvent{"delivered", "deliver", Named::document},
    SignedEvent{"succeeded", "deliver", Named::last_word, Said::before},
    SignedEvent{"revoked", "deliver", Named::nothing, Said::before},
    SignedEvent{"replacement ordered", "replace", Named::document, Said::order},
    SignedEvent{"revocation requested", "replace", Named::document, Said::misprint},
    SignedEvent{"revocation requested", "replace", Named::nothing, Said::ordered, Stands::always},
    SignedEvent{"reported", "report-lost", Named::document, Said::reason},
    SignedEvent{"revocation requested", "report-lost", Named::document, Said::reason},
    SignedEvent{"revoked", "report-lost-confirm", Named::document, Said::reason},
    SignedEvent{"suspended", "suspend", Named::document},
    SignedEvent{"found", "found", Named::document},
    SignedEvent{"revocation requested", "revoke", Named::document, Said::reason},
    SignedEvent{"revoked", "revoke-confirm", Named::document, Said::reason},
    SignedEvent{"signer revocation requested", "revoke", Named::nothing, Said::reason_of},
    SignedEvent{"signer revoked", "revoke-confirm", Named::nothing, Said::reason_of},

    SignedEvent{"service ordered", "reset-pin-order", Named::document},
    SignedEvent{"service ordered", "renew-certificates-order", Named::document},
    SignedEvent{"service cancelled", "reset-pin-cancel", Named::document},
    SignedEvent{"service cancelled", "renew-certificates-cancel", Named::document},
    SignedEvent{"service begun", "reset-pin", Named::document},
    SignedEvent{"service begun", "renew-certificates", Named::document},
    SignedEvent{"service begun again", "reset-pin", Named::document},
    SignedEvent{"service begun again", "renew-certificates", Named::document},
    SignedEvent{"certificate renewed", "renew-certificates", Named::document, Said::nothing, Stands::a_day},
    SignedEvent{"service done", "reset-pin", Named::document},
    SignedEvent{"service done", "renew-certificates", Named::document},

    SignedEvent{"stock-announced", "stock-receive", Named::last_word, Said::delivery},
    SignedEvent{"stock-received", "stock-receive-confirm", Named::last_word, Said::delivery},
    SignedEvent{"stock-moved", "stock-move", Named::last_word, Said::to},
    SignedEvent{"stock-handed-out", "stock-hand-out", Named::last_word, Said::to},
    SignedEvent{"stock-missing-requested", "stock-missing", Named::last_word},
    SignedEvent{"stock-missing", "stock-missing-confirm", Named::last_word},
    SignedEvent{"stock-destruction-requested", "stock-destroy", Named::last_word},
    SignedEvent{"stock-destroyed", "stock-destroy-confirm", Named::last_word},
    SignedEvent{"stock-blocked", "stock-block", Named::last_word},
    SignedEvent{"stock-unblocked", "stock-unblock", Named::last_word},
    SignedEvent{"shift-opened", "shift-open", Named::last_word},
    SignedEvent{"shift-closed", "shift-close", Named::last_word},

    SignedEvent{"staff_add_requested", "staff-add", Named::first_word, Said::roles},
    SignedEvent{"staff_add", "staff-add-confirm", Named::first_word, Said::member},
    SignedEvent{"staff_card_requested", "staff-card", Named::first_word},
    SignedEvent{"staff_card", "staff-card-confirm", Named::first_word, Said::card},
    SignedEvent{"staff_remove", "staff-remove", Named::first_word},
    SignedEvent{"hsm-new-pin-requested", "hsm-new-pin"},
    SignedEvent{"hsm-new-pin-confirmed", "hsm-new-pin-confirm"},
    SignedEvent{"signer staged", "signer-stage", Named::last_word},
    SignedEvent{"signer used", "signer-use", Named::last_word},
    SignedEvent{"trust-export", "trust-export"},
    SignedEvent{"trust-new-root", "trust-new-root"},
    SignedEvent{"trust-switch-root", "trust-switch-root"},
    SignedEvent{"trust-exported", "trust-export"},
    SignedEvent{"trust-exported", "trust-new-root"},
    SignedEvent{"trust-exported", "trust-switch-root"},
    SignedEvent{"purged", "purge", Named::nothing, Said::nothing, Stands::a_day},
    SignedEvent{"clock confirmed", "clock-confirm"},
    SignedEvent{"checkpoint", "audit-checkpoint"},
    SignedEvent{"checkpoints-exported", "audit-export"},
    SignedEvent{"restore-requested", "accept-restore"},
    SignedEvent{"restore-accepted", "accept-restore-confirm"},
};

/// What names a person and is nothing that this person decided: what a card in the reader was, a signature itself, and
/// the end of the key ceremony, which both founders sign.
inline constexpr std::array<std::string_view, 3> unsigned_events{"foreign-card", "staff_signature", "ceremony"};

/// What the station does by itself, too; nobody is named then.
inline constexpr std::array<std::string_view, 2> also_by_itself{"purged", "checkpoint"};

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
