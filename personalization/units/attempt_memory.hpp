// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/secure_bytes.hpp"
#include "database/database.hpp"
#include "issuer/token.hpp"
#include "units/work_log.hpp"

#include <map>

namespace perso::units {

/// What somebody who goes on with a work must know of its beginning, by name: secrets that are on the card or on paper
/// already, public keys that the chip told once, signatures that are not made twice.
using Items = std::map<std::string, card::SecureBytes>;

/// Keeps the items of works in the store, each sealed by the token under `attempt-memory-1` for its own place: the one
/// class that sees CAN, PIN and PUK between paper and card. Without the token nobody reads them; when the work ends
/// they are gone.
class AttemptMemory {
public:
    /// Both must outlive it. Makes the key in a token that is older than this memory.
    AttemptMemory(store::Database& database, issuer::Token& token);

    /// Inside the change that makes an intent or an outcome durable: what differs from what is kept.
    void save(const Work& work, const Items& items);
    /// After that change: these are kept.
    void saved(const Work& work, Items items);
    /// Throws seal_broken.
    Items load(const Work& work);

private:
    store::Database& database_;
    issuer::Token& token_;
    std::int64_t of_work_ = 0;
    Items kept_; ///< of that work
};

} // namespace perso::units
