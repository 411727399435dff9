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

/// A file that no other SoleFile has as long as this one lives, in this process or another.
class SoleFile {
public:
    /// Waits a moment for who is just letting go. Throws std::runtime_error when there is no such file, or it is in
    /// use.
    explicit SoleFile(std::filesystem::path path);
    ~SoleFile();
    SoleFile(const SoleFile&) = delete;
    SoleFile& operator=(const SoleFile&) = delete;

    const std::filesystem::path& path() const { return path_; }

    /// As replace_file; the new file is this one's alone as the old one was.
    void replace(ByteView content);

private:
    std::filesystem::path path_;
    int locked_ = -1;
};

} // namespace refcard
