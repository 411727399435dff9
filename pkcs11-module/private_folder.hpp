// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/descriptor.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace p11 {

/// A folder that belongs to this user alone (0700), with files that do (0600). Nothing follows a symbolic link inside
/// it, and what belongs to somebody else or is open to others counts as not there. Failures are answers, no errors:
/// nobody depends on these files.
class PrivateFolder {
public:
    /// Opens the folder, and makes it if `make` says so.
    explicit PrivateFolder(const std::filesystem::path& path, bool make);

    /// Nothing for more than 1 MiB, too.
    std::optional<card::Bytes> read(const std::string& name) const;
    /// Replaces the file, at once or not at all.
    void write(const std::string& name, card::ByteView content) const;
    /// Writes the file unless there is one already, at once or not at all.
    void write_first(const std::string& name, card::ByteView content) const;
    void remove(const std::string& name) const;
    std::vector<std::string> names() const;

private:
    std::string write_beside(const std::string& name, card::ByteView content) const;

    card::Descriptor folder_; ///< none: nothing can be read or written
};

} // namespace p11
