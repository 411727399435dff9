// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "card/crypto/public_key.hpp"
#include "database/database.hpp"

#include <map>

namespace perso::issuer::radar {

/// A key of a card, before anything is signed over it.
struct NewKey {
    std::int64_t card = 0; ///< row of the attempt
    std::string_view slot; ///< "CA", "CAM", "9A", …
    const card::crypto::PublicKey& key;
};

/// Compares every public key of every card of the office with all earlier ones.
class Radar {
public:
    /// The database must outlive it.
    explicit Radar(store::Database& database) : database_{database} {}

    /// Enters the key. The comparison and the entry are one: of two stations that bring the same key, or two moduli
    /// with a common prime, the second one is refused. The same key of the same card and slot is entered once and
    /// may come again, for another certificate, while no later find concerns it.
    ///
    /// Throws key_weak, with the slot, for a weakness of its own (rsa_checks.hpp, ec_checks.hpp), for a prime that an
    /// earlier modulus has, and for a key that any card or another slot of this card has: the find, and the card that
    /// it also concerns, stand in the store and in the journal.
    ///
    /// An RSA key costs about a microsecond and the reading of its modulus for each earlier RSA key of as many bits:
    /// the long part is done before the database is locked. Keys on curves cost one look-up.
    void admit(const NewKey& key, card::Time now);

    /// How many keys were compared, and what was found, by its name.
    struct Statistics {
        std::int64_t keys = 0;
        std::map<std::string, std::int64_t> finds;
    };

    Statistics statistics() const;

    /// A key of the office itself, before its certificate is signed: no card has it, and no document signer of before.
    /// Nothing is entered; a signer's key is remembered with the signer. Throws certificate_unfit with the label.
    void require_unseen(const card::crypto::Point& key, std::string_view label) const;

private:
    struct Find {
        std::string weakness;
        std::optional<std::int64_t> other_card = {}; ///< an earlier one, which it also concerns
        card::Bytes other_print = {};                ///< of that card's key
    };

    std::optional<Find> seen_before(const NewKey& key, card::ByteView print, bool& entered) const;
    std::optional<Find> shares_factor(card::ByteView modulus, std::int64_t after, std::int64_t last) const;
    void require_nothing_found(const NewKey& key, card::ByteView print) const;
    void tell(const NewKey& key, const Find& find, card::Time now);

    store::Database& database_;
};

/// A key of the office itself, before its certificate is signed. Throws certificate_unfit with the label, and what was
/// found as step, for a weakness of its own (rsa_checks.hpp, ec_checks.hpp): key_weak speaks of a card.
void require_strong(const card::crypto::PublicKey& key, std::string_view label);

/// SHA-256 of what two keys with one secret have in common: of a point its curve and x, as its negative has the same;
/// of RSA the modulus.
card::Bytes print_of(const card::crypto::PublicKey& key);

} // namespace perso::issuer::radar
