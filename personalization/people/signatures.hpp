// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/pki/certificate.hpp"
#include "database/database.hpp"
#include "people/staff.hpp"
#include "people/statement.hpp"

#include <functional>
#include <vector>

namespace perso::people {

/// What somebody is about to do.
struct Action {
    std::string name;                  ///< of the command
    std::vector<std::string> subjects; ///< numbers of applications or documents
};

/// The statement for it: fresh, and upon the journal as it is now.
Statement new_statement(store::Database& database, const std::string& person, const Action& action, card::Time now);

/// Keeps a signature and notes it in the journal. Throws staff_card_wrong unless the key of this person's staff card
/// made it, and that card was not withdrawn.
void add_signature(store::Database& database, const StaffMember& member, card::ByteView statement,
    card::ByteView signature, card::Time now);

/// Throws staff_card_wrong unless the certificate of the staff card is for the key that was entered with the card, one
/// of these authorities signed it, and it is valid at that time.
void require_issued(const StaffMember& member, const std::vector<card::pki::Certificate>& authorities, card::Time now);

/// A time span, both ends in it.
struct Between {
    card::Time first{};
    card::Time last{};
};

/// Whether this person signed such a statement in that time: upon this store, with a staff card of one of these
/// authorities. Throws malformed_data for a statement of another form.
bool has_signed(store::Database& database, const std::string& person, const Between& time,
    const std::vector<card::pki::Certificate>& authorities, const std::function<bool(const Statement&)>& such);

/// What the signatures of a store prove.
struct SignatureReport {
    std::int64_t signatures = 0;
    std::int64_t acts = 0;           ///< entries of the journal that a signature stands for
    std::int64_t unbound = 0;        ///< entries without one, of the key ceremony or of before statements bound acts
    std::vector<std::string> faults; ///< English, each names a signature or an entry by its number, or a number
};

/// Verifies all signatures anew: made by the key of the named person's card, as it was entered, while that card was the
/// person's; its certificate valid then, and signed by one of the authorities; upon a head that the journal had; noted
/// in the journal. Then all acts: for each entry that names a person, or has to, there is a signature as
/// signed_acts.hpp has it, and for each row that names one an entry. Entries up to the end of the key ceremony, and to
/// the first statement that says what was decided, are counted only.
SignatureReport verify_signatures(store::Database& database, const std::vector<card::pki::Certificate>& authorities);

} // namespace perso::people
