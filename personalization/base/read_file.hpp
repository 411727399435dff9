// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <filesystem>

namespace perso {

/// The whole of a file of the office. Throws file_unreadable, also if it is empty.
card::Bytes read_file(const std::filesystem::path& path);

} // namespace perso
