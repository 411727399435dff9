// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "idcard/answer.hpp"

#include "card/base/bytes.hpp"

#include <filesystem>
#include <span>

namespace idcard {

/// Writes the whole file or nothing, readable by its owner alone: what comes off a card is personal. A file that stood
/// there is replaced. "-" is standard output. Throws file_unwritable, disk_full.
void write_file(const std::filesystem::path& path, card::ByteView content);

/// Writes all of the files into a folder, or none of them. The folder is made, for its owner alone, unless it is there;
/// other files in it stay. Throws file_unwritable, disk_full.
void write_folder(const std::filesystem::path& path, std::span<const OutputFile> files);

/// Whether both names lead to one file, by links as well, or would if it were there.
bool same_file(const std::filesystem::path& one, const std::filesystem::path& other);

/// Takes away the file at `path`, if there is one: an old photograph or page must not stand beside a new verdict.
/// Throws file_unwritable.
void remove_old(const std::filesystem::path& path);

/// Whether a file of `size` bytes could be written there, in place of nothing or of a regular file: asked before a card
/// is, so that no answer is lost for want of a place. Changes nothing. Throws file_unwritable, disk_full.
void check_room(const std::filesystem::path& path, std::size_t size);

} // namespace idcard
