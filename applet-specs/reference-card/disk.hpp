// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bytes.hpp"

#include <filesystem>

namespace refcard {

/// Throws std::runtime_error naming the file.
Bytes read_whole_file(const std::filesystem::path& path);

/// Puts a file with mode 0600 in the place of whatever was there. A crash at any moment leaves the old content or the
/// new, never a mixture: written beside it, synchronized, renamed. Throws std::runtime_error.
void replace_file(const std::filesystem::path& path, ByteView content);

} // namespace refcard
