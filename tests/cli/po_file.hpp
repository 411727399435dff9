// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace test {

/// One text of a message catalogue.
struct PoEntry {
    std::vector<std::string> comments; ///< lines that begin with `#`
    std::string context;
    std::string english;
    std::string translation;
};

/// The entries of a gettext catalogue but its header. Plural forms are not supported: no catalogue of ours has any.
/// Throws std::runtime_error for a file that is missing or a line that is no part of an entry.
std::vector<PoEntry> read_po(const std::string& path);

} // namespace test
