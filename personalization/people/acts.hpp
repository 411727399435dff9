// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "database/database.hpp"
#include "people/exclusion.hpp"

#include <string>
#include <vector>

namespace perso::people {

/// For which card something is done: the application, and the attempt as soon as there is one. An act without a card
/// belongs to all attempts of its application.
struct Subject {
    std::string_view application;
    std::optional<std::int64_t> card = {}; ///< row of the attempt
};

/// An act that still counts.
struct DoneAct {
    Act act{};
    std::string person;
    std::optional<std::int64_t> card;
    card::Time at{};
};

/// Throws role_excluded, with the person, if the table of exclusions forbids this person the act. Changes nothing.
///
/// Imported, approved, encoded, replacement_ordered and the two acts of a revocation are recorded by the schema itself,
/// from the rows of job, card and revocation; before such a row is written this is asked, so that the refusal has its
/// own condition. The order of a replacement is an act of every card that is made by it.
void require_may(store::Database& database, const Subject& subject, Act act, std::string_view person);

/// The same, and records it, inside a change or as one. The schema refuses a forbidden act too. Only for acts that the
/// schema does not record by itself: blank_handed_out, checked, check_failed, delivered, service_ordered, service_done.
/// The caller notes its own event in the journal. Throws role_excluded.
void record_act(store::Database& database, const Subject& subject, Act act, std::string_view person, card::Time now);

/// What was done for this card and counts, oldest first.
std::vector<DoneAct> acts(store::Database& database, const Subject& subject);

} // namespace perso::people
