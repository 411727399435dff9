// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "idcard/setup/plan.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace idcard::setup {

/// What was done to one file.
struct Entry {
    std::string area;
    std::string program;
    std::filesystem::path file;
    Kind kind = Kind::whole;
    std::string inserted;
    std::vector<std::filesystem::path> folders; ///< made for it
    Content before;                             ///< kept beside the record, as the file was
    std::string after;                          ///< SHA-256 of what was written, in hexadecimal digits
};

std::string fingerprint(const std::string& content);

/// What setup did and has not taken back: record.json and the earlier contents, in a folder for its owner alone.
class Record {
public:
    /// Reads the folder; an absent one is an empty record. Throws config_invalid, file_unreadable.
    explicit Record(std::filesystem::path folder);

    const std::vector<Entry>& entries() const { return entries_; }

    const Entry* find(const std::filesystem::path& file) const;

    /// Replaces or adds the entry of a file. Nothing is written before `save`.
    void put(Entry entry);
    void remove(const std::filesystem::path& file);

    /// Throws file_unwritable, disk_full.
    void save() const;

    /// The file that keeps the earlier content of an entry.
    std::filesystem::path kept_content(const std::filesystem::path& file) const;

private:
    std::filesystem::path folder_;
    std::vector<Entry> entries_;
};

/// What a file becomes when our part is taken out: the content from before, if nobody changed the file since, else the
/// present one without our part. Throws setup_changed, with the file as field, when our part cannot be told from what
/// somebody wrote.
Content without_ours(const Entry& entry, const Content& current);

} // namespace idcard::setup
