// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/trust/package_contents.hpp"

#include <utility>
#include <vector>

namespace card::trust {

/// Files in the order of the archive.
using ArchiveFiles = std::vector<std::pair<std::string, Bytes>>;

/// An uncompressed tar (ustar) of regular files without dates and owners: the same files give the same bytes.
Bytes write_archive(const ArchiveFiles& files);

/// Regular files alone, each name once, at most max_package_files and no more bytes than the archive has.
/// Throws package_invalid.
ArchiveFiles read_archive(ByteView tar);

} // namespace card::trust
