// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"
#include "issuer/hsm.hpp"

namespace perso::issuer {

/// What a token shows of one key of the office.
enum class KeyPresence {
    there,
    apart,   ///< not in the token, and needs not be: the CSCA's, and those of signers that are retired
    missing, ///< not in the token
    foreign, ///< the token has another key under this label than the office has a certificate for
};

/// "there", "apart", "missing", "foreign".
std::string_view name(KeyPresence presence);

struct KeyEntry {
    std::string label;
    KeyPresence presence{};

    bool is_fault() const { return presence == KeyPresence::missing || presence == KeyPresence::foreign; }
};

/// Every key that the office has used so far, by label: those of its certificates, compared with them, and the secret
/// keys that have none. Nothing is signed and nothing is made. A secret key under the right label counts as there:
/// whether it is the same one, only a card can tell. Throws hsm_unavailable, file_unreadable.
std::vector<KeyEntry> take_inventory(const Hsm& hsm, const Office& office, store::Database& database, card::Time now);

} // namespace perso::issuer
