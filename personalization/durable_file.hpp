// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <filesystem>

namespace perso {

/// Creates a file that only its owner may read, writes it and waits until it and its folder entry are on the disk.
/// What existed before is left alone: file_exists. On failure nothing is left behind. Throws file_unwritable,
/// disk_full.
void write_new_file(const std::filesystem::path& file, card::ByteView content);

/// Waits until the entries of a folder are on the disk.
void sync_directory(const std::filesystem::path& directory);

/// Waits until all that was written to the file system of this folder is on the disk: for what a library wrote.
void sync_file_system(const std::filesystem::path& directory);

} // namespace perso
