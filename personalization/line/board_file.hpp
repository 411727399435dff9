// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/descriptor.hpp"
#include "line/board.hpp"

#include <filesystem>

namespace perso::line {

/// A file that says how the readers of this process stand, for another one that asks. It is locked as long as this
/// process lives: one that a process left which died tells nobody anything, and a computer without power has none.
///
/// It is news and no record: it is not waited for until it is on the disk, and what cannot be written, as on a full
/// disk, leaves the last one that could.
class BoardFile {
public:
    explicit BoardFile(std::filesystem::path file) : file_{std::move(file)} {}

    /// Removes the file.
    ~BoardFile();
    BoardFile(const BoardFile&) = delete;
    BoardFile& operator=(const BoardFile&) = delete;

    void write(const std::vector<ReaderStand>& readers) noexcept;

private:
    std::filesystem::path file_;
    card::Descriptor locked_; ///< of the file that has the name now; a worker process inherits it
};

/// What such a file says; nothing when there is none, when who wrote it lives no more, or when it is no such file.
std::vector<ReaderStand> read_board(const std::filesystem::path& file);

} // namespace perso::line
