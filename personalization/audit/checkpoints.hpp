// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/checkpoint.hpp"
#include "database/database.hpp"
#include "issuer/journal_key.hpp"

#include <filesystem>

namespace perso::audit {

/// A checkpoint as it was signed.
struct SignedCheckpoint {
    std::int64_t number = 0;
    std::int64_t entry = 0;
    Head head{};
    card::Bytes message;
};

/// Those of the store, by number.
std::vector<SignedCheckpoint> checkpoints(store::Database& database);
std::optional<SignedCheckpoint> newest_checkpoint(store::Database& database);

/// How many entries came after the newest checkpoint, its own not counted: they can still be cut off unseen.
std::int64_t unanchored(store::Database& database);

/// Signs the head of the journal as it is now and notes that, with the person who asked for it, none at the end of a
/// run. Throws clock_wrong, and what the token throws.
SignedCheckpoint add_checkpoint(
    store::Database& database, const issuer::CertifiedKey& key, card::Time now, std::string_view person = {});

/// What the journal's entry says of a checkpoint: its number and the digest of its message.
std::string note_of(std::int64_t checkpoint, const Head& digest);

/// "checkpoint-000007.p7m"
std::string file_name(std::int64_t checkpoint);

/// Writes the files that the folder does not have yet, also those that a loss of power prevented; how many. A file of
/// that name with other content is left alone: it is a witness against this store. Throws checkpoint_invalid with its
/// name, file_unwritable, disk_full.
int write_checkpoints(store::Database& database, const std::filesystem::path& folder);

/// "journal-1.cer" beside them, unless it is there. Throws checkpoint_invalid if another one is.
void write_certificate(const card::pki::Certificate& certificate, const std::filesystem::path& folder);

/// Files of checkpoints in a folder, by number; none if it is not there.
std::vector<std::filesystem::path> checkpoint_files(const std::filesystem::path& folder);

/// The file of the highest number in a folder, if there is any.
std::optional<std::filesystem::path> newest_file(const std::filesystem::path& folder);

} // namespace perso::audit
