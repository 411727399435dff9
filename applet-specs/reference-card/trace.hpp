// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bytes.hpp"

#include <filesystem>
#include <optional>

namespace refcard {

/// A file with one line per command APDU as it came from the reader, appended before its answer goes out:
///
///     00CB3FFF 11 1026 9000
///
/// the first four bytes in hexadecimal, the size of the command in bytes, and of the answer with its status word; 0 and
/// no status word for a command that was not answered. Never data: a trace holds no secret.
class Trace {
public:
    /// An empty path: nothing is written. Throws std::runtime_error if the file cannot be written.
    explicit Trace(const std::filesystem::path& path);
    ~Trace();
    Trace(const Trace&) = delete;
    Trace& operator=(const Trace&) = delete;

    /// Throws std::runtime_error if the line cannot be written: a count that misses one would be wrong.
    void add(ByteView command, const std::optional<Bytes>& answer) const;

private:
    int file_ = -1;
};

} // namespace refcard
