// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "idcard/setup/plan.hpp"

#include <filesystem>
#include <vector>

namespace idcard::setup {

/// The whole file, nothing if there is none. Throws file_unreadable: a folder, more than 4 MiB, not permitted.
Content read_content(const std::filesystem::path& file);

/// Writes the whole file or nothing, through links, with the mode that it had (a new one: for its owner alone, or for
/// everybody to read if `for_all`); no content takes the file away. Throws file_unwritable, disk_full.
void write_content(const std::filesystem::path& file, const Content& content, bool for_all = false);

/// The folder and those around it that are not there, innermost last.
std::vector<std::filesystem::path> missing_folders(const std::filesystem::path& folder);

/// Makes what is missing of a folder, for its owner alone or for everybody to read. Throws file_unwritable.
void make_folders(const std::filesystem::path& folder, bool for_all = false);

/// Takes folders away that are empty, innermost first; others stay.
void remove_empty(const std::vector<std::filesystem::path>& folders);

} // namespace idcard::setup
