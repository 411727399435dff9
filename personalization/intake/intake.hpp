// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "card/profile/profile.hpp"
#include "intake/object_reader.hpp"
#include "intake/record.hpp"

#include <filesystem>
#include <functional>
#include <optional>

namespace perso::intake {

/// A record as it came: its JSON text and the pictures that it names. All are stored, and read again when the card is
/// made.
struct RecordFiles {
    std::string json;
    card::Bytes photograph;
    card::Bytes signature; ///< empty if the record names none
};

/// A value that a person may confirm or change for a field that is missing.
struct Suggestion {
    std::string field;
    std::string value;

    friend bool operator==(const Suggestion&, const Suggestion&) = default;
};

/// What intake made of a record: complete if nothing was rejected.
struct Checked {
    Record record;
    Rejections rejections;
    std::vector<Suggestion> suggestions; ///< Latin names that the record lacks; nothing uses them but the display

    bool accepted() const { return rejections.empty(); }
};

/// Checks every field of a record; `today` decides about ages.
Checked check(const RecordFiles& files, const card::profile::Profile& profile, card::Date today);

/// A record as load() found it, before its fields are checked.
struct LoadedRecord {
    RecordFiles files;
    Rejections rejections;
};

/// The record of a file and the pictures beside it, which the record names by their bare file names. The rejections say
/// why a picture could not be had, and what a spreadsheet program did to a value: more than the rules do. The file may
/// be in UTF-8 or, with its byte order mark, in UTF-16. Throws file_unreadable for the record itself, and for a file of
/// more than 64 KiB.
LoadedRecord load(const std::filesystem::path& record);

/// Where pictures come from, by the bare file name that a record gives; nothing for one that is missing, empty or
/// larger than largest_picture.
using Pictures = std::function<std::optional<card::Bytes>(const std::string& name)>;

inline constexpr std::size_t largest_picture = 256 * 1024;

Pictures pictures_in(const std::filesystem::path& folder);

/// The same for a record whose pictures are elsewhere.
LoadedRecord load(const std::filesystem::path& record, const Pictures& pictures);

/// The same for a record whose JSON is at hand.
LoadedRecord with_pictures(std::string json, const Pictures& pictures);

/// Nothing of a record, as it cannot be read for this reason, a marked text.
LoadedRecord unreadable_record(const char* reason);

/// The record in a form that does not depend on spaces and order of keys. Two imports of one application are the
/// same when this text and the pictures are.
std::string canonical_json(std::string_view json);

} // namespace perso::intake
