// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/trust/installation.hpp"
#include "idcard/trust/regular_file.hpp"

#include <filesystem>
#include <optional>

namespace idcard {

/// Writes an installation as a folder of its own and waits until all of it is on the disk. What stood there is removed.
/// Everybody may read it, whatever the umask says: it holds nothing that is secret. Throws disk_full, file_unwritable.
void stage(const std::filesystem::path& folder, const card::trust::Installation& installation);

/// Creates a file that everybody may read, and waits until it is on the disk. Throws disk_full, file_unwritable.
void write_durably(const std::filesystem::path& path, card::ByteView content);

/// Of the package in a folder; nothing if it cannot be read.
std::optional<card::trust::Manifest> manifest_of(const std::filesystem::path& folder);

/// Throws file_unwritable.
void remove_whole(const std::filesystem::path& path);

/// Waits until the names in a folder are on the disk. Throws file_unwritable, disk_full.
void sync_folder(const std::filesystem::path& folder);

} // namespace idcard
