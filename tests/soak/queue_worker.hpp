// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace test {

/// What a worker of the campaign needs.
struct QueueWork {
    std::function<std::unique_ptr<perso::store::Database>()> open;
    std::filesystem::path cards; ///< a folder with one file for each chip: what was written on it
    std::filesystem::path begun; ///< and one with an empty file for each chip that may be cut off: a pile on the desk
    std::string owner;
    unsigned seed = 0;
};

/// Takes jobs until none is left, as a worker of the station does: lease, claim, intent, effect on the card, outcome,
/// issued. Cards that were cut off are asked and finished. Some attempts fail on purpose, before and after the effect.
void work_on_queue(const QueueWork& work);

/// Whether a card is still to be made.
bool is_job_left(perso::store::Database& database);

/// What is on a chip: nothing, or how often it was written.
int effects_on(const std::filesystem::path& cards, const std::string& chip);

} // namespace test
