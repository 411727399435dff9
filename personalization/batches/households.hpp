// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/sealer.hpp"
#include "intake/record.hpp"

#include <string>
#include <vector>

namespace perso::batches {

/// A household with a record that is not good yet. The number of its book is not kept.
struct OpenHousehold {
    std::vector<std::string> waiting;   ///< applications that are good and wait
    std::vector<std::string> waits_for; ///< applications, or places of records without one, that are to be mended
};

/// Households whose records wait for each other: while one is rejected none of the others is approved. That is a
/// constraint of the store, not a habit of programs.
class Households {
public:
    explicit Households(store::Database& database) : database_{database} {}

    /// A record with `household: together`. `place` stands for a record without a readable application. The records of
    /// the same household with another address, for a person to look at. Inside a change.
    /// The number of its book and its address stand in the store as hashes under a key of the sealer.
    std::vector<std::string> note(
        store::Sealer& sealer, const intake::Record& record, const std::string& place, bool good);

    /// What the household of this application waits for; nothing if it may be approved.
    std::vector<std::string> waits_for(std::string_view application);

    /// All that wait.
    std::vector<OpenHousehold> open();

    /// The household of this application waits no longer: what was rejected will not come again.
    void release(const std::string& application, const std::string& person, card::Time now);

private:
    store::Database& database_;
};

} // namespace perso::batches
