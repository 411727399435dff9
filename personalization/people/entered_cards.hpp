// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "database/database.hpp"
#include "journal/entry.hpp"
#include "people/signed_acts.hpp"

#include <deque>
#include <map>
#include <string>

namespace perso::people {

/// A staff card as the store has it.
struct EnteredCard {
    std::string person;
    std::string document;
    std::string entered_by; ///< who requested it
    card::Time entered{};
    bool of_its_key = false; ///< the key is that of the document's slot 9A
};

/// The staff cards of a store, each with the entry of the journal that tells of it: the first one of a person with the
/// first such entry, and so on, so that there is no link that could be forged.
class EnteredCards {
public:
    explicit EnteredCards(store::Database& database);

    /// The card of an entry "staff_add" or "staff_card", in the order of the journal; without a person for any other
    /// entry, and for one of which the store has no card.
    EnteredCard take(const audit::Entry& entry);

private:
    std::map<std::string, std::deque<EnteredCard>> by_person_; ///< the oldest one first
};

/// What is wrong with a card of which this entry tells, besides that whoever confirmed it has signed, in English; empty
/// if nothing is. Another person has requested it for the same document, and signed that before.
std::string fault_of(const EnteredCard& card, const audit::Entry& entry, const SignedActs& acts);

} // namespace perso::people
