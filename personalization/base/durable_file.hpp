// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/descriptor.hpp"

#include <filesystem>
#include <string_view>
#include <vector>

namespace perso {

/// Creates a file that only its owner may read, and waits until it and its folder entry are on the disk. It has its
/// name when it is whole: before, it is a draft beside it, ".NAME.new", which the loss of power may leave and the next
/// attempt removes. What existed before is left alone: file_exists. On failure nothing is left behind. Throws
/// file_unwritable, disk_full.
void write_new_file(const std::filesystem::path& file, card::ByteView content);

/// A new file that only its owner may read, written piece by piece: a draft beside it, which takes the name when all of
/// it is on the disk. A file that nobody finished leaves nothing. All throw file_exists, file_unwritable, disk_full.
class GrowingFile {
public:
    explicit GrowingFile(std::filesystem::path file);
    ~GrowingFile();
    GrowingFile(const GrowingFile&) = delete;
    GrowingFile& operator=(const GrowingFile&) = delete;

    void append(card::ByteView content);
    void finish();

private:
    std::filesystem::path file_;
    card::Descriptor draft_;
};

enum class Readers { owner, everybody };

/// The same for a file whose name says that it is whole: a draft beside it, ".NAME.new", takes the name when all of it
/// is on the disk. After the loss of power the name has its old content, or none, or the new; a draft that was left is
/// removed by the next attempt. What had the name is replaced. Throws file_unwritable, disk_full.
void publish_file(const std::filesystem::path& file, card::ByteView content, Readers readers);

/// Removes the drafts in a folder that attempts left, of files whose names end so. Nobody else may be writing there.
/// Throws file_unwritable, file_unreadable.
void remove_drafts(const std::filesystem::path& directory, std::string_view ending = {});

/// Makes what is missing of a folder, and waits until what it made is on the disk. Throws file_unwritable, disk_full.
void make_folder(const std::filesystem::path& directory);

/// Everything in a folder, sorted; nothing if there is no such folder. Throws file_unreadable.
std::vector<std::filesystem::path> entries_of(const std::filesystem::path& directory);

/// Throws file_unreadable if that cannot be said.
bool is_there(const std::filesystem::path& file);

/// Waits until the entries of a folder are on the disk.
void sync_directory(const std::filesystem::path& directory);

/// Waits until all that was written to the file system of this folder is on the disk: for what a library wrote.
void sync_file_system(const std::filesystem::path& directory);

} // namespace perso
