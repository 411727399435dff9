// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/descriptor.hpp"

#include <filesystem>
#include <optional>

namespace perso {

/// The file, made if it is missing, locked until the descriptor is closed in this process and in all that inherit it;
/// nothing when somebody else has it locked. Throws file_unwritable with the file as field, for a symbolic link too.
std::optional<card::Descriptor> lock_if_free(const std::filesystem::path& file);

/// The same for a folder that is there.
std::optional<card::Descriptor> lock_folder_if_free(const std::filesystem::path& folder);

} // namespace perso
