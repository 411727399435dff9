// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/checkpoint.hpp"
#include "database/database.hpp"

#include <filesystem>
#include <vector>

namespace perso::audit {

/// An older copy of the store that was put back and accepted.
struct Restore {
    std::int64_t newest = 0; ///< number of the newest checkpoint that was seen
    std::int64_t kept = 0;   ///< the last one that the store still had
};

/// Those that two people confirmed, oldest first.
std::vector<Restore> accepted_restores(store::Database& database);

/// Throws store_went_back, with the file's name, if the newest checkpoint of the folder is one that the store does not
/// know and no accepted restore covers; audit_broken if the store has another one of that number; checkpoint_invalid
/// for one that `trusted` did not sign or that is of another store. An empty folder says nothing.
void require_not_older(store::Database& database, const std::filesystem::path& folder,
    const std::optional<card::pki::Certificate>& trusted);

/// What a restored store skips, so that nothing that was given since the backup is given again.
inline constexpr std::int64_t skipped_document_numbers = 10'000;

/// One person says that the store is an older copy, because its newest backup is lost; another confirms it. Then
/// document numbers jump, the free places of the card status list are given up, and checkpoints go on above the newest
/// one of the folder. Both throw usage when the store is not older than the folder, the second one also when nobody
/// requested it for this checkpoint, and same_person.
void request_restore(store::Database& database, const std::filesystem::path& folder,
    const std::optional<card::pki::Certificate>& trusted, std::string_view person, card::Time now);
void confirm_restore(store::Database& database, const std::filesystem::path& folder,
    const std::optional<card::pki::Certificate>& trusted, std::string_view person, card::Time now);

} // namespace perso::audit
