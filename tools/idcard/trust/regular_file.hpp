// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/descriptor.hpp"

#include <filesystem>

namespace idcard {

/// The whole of a regular file of at most `limit` bytes, read once: what is judged later are these bytes, whatever
/// happens to the file. A symbolic link, a pipe, a device, an empty file or one that changes its length while it is
/// read is refused. Throws file_unreadable.
card::Bytes read_regular_file(const std::filesystem::path& path, std::size_t limit);
/// The same for what is open already, or failed to open.
card::Bytes read_regular_file(const card::Descriptor& file, const std::filesystem::path& path, std::size_t limit);

} // namespace idcard
