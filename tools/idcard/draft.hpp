// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/descriptor.hpp"

#include <cstddef>
#include <filesystem>

#include <sys/types.h>

namespace idcard {

/// Throws disk_full or file_unwritable, as errno has it.
[[noreturn]] void fail_to_write(const std::filesystem::path& file, int code);

/// A new file beside the final one, readable by its owner alone, that disappears unless it is kept: whoever reads the
/// final one sees all of the old or all of the new. Everything throws file_unwritable, disk_full.
class Draft {
public:
    explicit Draft(const std::filesystem::path& final_path);
    /// Errors name the file as `shown`: a link, where `final_path` is what it leads to.
    Draft(std::filesystem::path final_path, std::filesystem::path shown);
    ~Draft();
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;

    void write(card::ByteView content);

    /// Takes room on the disk, where the file system can.
    void reserve(std::size_t size);

    /// Owner and mode of the file that it replaces; of a file that was not there, this mode. On the disk when it
    /// returns.
    void take_after(const std::filesystem::path& old, mode_t mode);

    /// Nothing more is written; some file systems tell only now that the disk is full.
    void finish();

    /// Puts it in the place of the final one.
    void keep();

private:
    std::filesystem::path final_;
    std::filesystem::path shown_;
    std::filesystem::path path_;
    card::Descriptor descriptor_;
    bool kept_ = false;
};

} // namespace idcard
