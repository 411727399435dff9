// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/pki/certificate.hpp"
#include "database/database.hpp"
#include "journal/journal.hpp"

#include <vector>

namespace perso::audit {

enum class Damage {
    entry_missing,        ///< numbers have a gap before this entry: something was deleted
    entry_altered,        ///< this entry does not follow from those before it: changed, moved or inserted
    entry_backdated,      ///< its time is before that of the entry before
    entry_unchained,      ///< without a hash, after others that have one
    head_differs,         ///< a checkpoint says otherwise: the chain was made anew
    cut_off,              ///< a checkpoint stands for later entries than the journal has
    checkpoint_missing,   ///< one was exported, or is named by the journal, and the store has it not
    checkpoint_altered,   ///< a checkpoint of the store is not what was signed, or does not follow the one before
    forked,               ///< two checkpoints of one number: two copies of the store went on
    card_without_entries, ///< a card of which the journal does not tell: its end was cut off
};

/// "entry_missing", …
std::string_view name(Damage damage);

struct Finding {
    Damage damage{};
    std::int64_t entry = 0;      ///< the first that it concerns; 0: none
    std::int64_t checkpoint = 0; ///< its number; 0: none
    std::string about;           ///< file of an exported checkpoint, or number of the card
};

/// A checkpoint that was kept elsewhere.
struct Exported {
    std::string name;
    card::Bytes message;
};

struct Verification {
    Tip tip;
    std::int64_t before_chain = 0; ///< entries of an office from before the chain
    std::int64_t unanchored = 0;   ///< entries after the last checkpoint: cut off, nobody would see it
    std::int64_t checkpoints = 0;  ///< of the store
    std::int64_t exported = 0;     ///< that agree with it
    std::int64_t abandoned = 0;    ///< of the line that an accepted restore gave up
    std::vector<Finding> findings; ///< the first thousand
};

/// Computes the chain anew and compares it with the checkpoints of the store and with those that are kept elsewhere,
/// and the journal with the cards. Throws checkpoint_invalid for an exported file that the store has not and that
/// `trusted` did not sign, or that is of another store, and for checkpoints when there is no certificate.
Verification verify(store::Database& database, const std::optional<card::pki::Certificate>& trusted,
    const std::vector<Exported>& exported);

/// Throws audit_broken for the first finding, if there is one.
void require_whole(const Verification& verification);

} // namespace perso::audit
