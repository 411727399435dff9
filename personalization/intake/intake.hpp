// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "card/profile/profile.hpp"
#include "intake/object_reader.hpp"
#include "intake/record.hpp"

#include <filesystem>

namespace perso::intake {

/// A record as it came: its JSON text and the photograph that it names. Both are stored, and read again when the card
/// is made.
struct RecordFiles {
    std::string json;
    card::Bytes photograph;
};

/// What intake made of a record: complete if nothing was rejected.
struct Checked {
    Record record;
    Rejections rejections;

    bool accepted() const { return rejections.empty(); }
};

/// Checks every field of a record; `today` decides about ages.
Checked check(const RecordFiles& files, const card::profile::Profile& profile, card::Date today);

/// The record of a file and the photograph beside it, which the record names by its bare file name. The rejections say
/// why the photograph could not be had. Throws file_unreadable for the record itself, and for more than 256 KiB.
struct LoadedRecord {
    RecordFiles files;
    Rejections rejections;
};

LoadedRecord load(const std::filesystem::path& record);

/// The record in a form that does not depend on spaces and order of keys. Two imports of one application are the
/// same when this text and the photograph are.
std::string canonical_json(std::string_view json);

} // namespace perso::intake
