// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/pki/certificate.hpp"
#include "database/database.hpp"

#include <string>
#include <vector>

namespace perso::people {

/// Before a card is begun, in an office with staff cards: whoever approved the application has signed that, with the
/// digest of the record as it lies in the store, and the operator has signed the run, within a day. Applications that
/// were approved before the end of the key ceremony are its founders', who sign at its end.
///
/// Throws audit_broken with the application for an approval that nobody signed, staff_card_needed with the operator for
/// a run that was signed too long ago. Malformed statements as has_signed().
void require_signed_approval(store::Database& database, const std::string& application, const std::string& operator_,
    const std::vector<card::pki::Certificate>& authorities, card::Time now);

} // namespace perso::people
