// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/random.hpp"
#include "database/database.hpp"
#include "intake/fields.hpp"
#include "seal/keys.hpp"

namespace perso::seal {

/// AES-256 keys for personal data, each wrapped by the token for its own row of `data_key`. Who destroys a wrapped key
/// destroys all that it sealed.
class DataKeys {
public:
    struct DataKey {
        std::int64_t id = 0; ///< random, positive
        card::SecureBytes key;
        card::Bytes wrapped;
    };

    /// "general", "specific".
    static std::string_view name(intake::DataClass data_class);

    explicit DataKeys(Keys& keys) : keys_{keys} {}

    DataKey draw(card::crypto::RandomSource& random);
    /// Makes a key for data of this class durable, if it is not. Inside a change.
    static void keep(store::Database& database, const DataKey& key, intake::DataClass data_class, card::Time now);
    /// Throws seal_broken when there is no such key.
    static bool is_destroyed(store::Database& database, std::int64_t id);
    /// Throws data_purged, seal_broken.
    card::SecureBytes open(store::Database& database, std::int64_t id);

private:
    Keys& keys_;
};

} // namespace perso::seal
