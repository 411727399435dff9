// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"
#include "idcard/setup/places.hpp"
#include "idcard/setup/plan.hpp"
#include "idcard/setup/record.hpp"

#include <span>
#include <string>
#include <vector>

namespace idcard::setup {

/// Writes what the plan says, all of it or nothing; the record and the earlier contents are written first, so that an
/// interruption leaves nothing that cannot be taken back. Throws file_unwritable, disk_full; file_unreadable and
/// setup_changed if a file is no longer what the plan was made from.
void carry_out(const Plan& plan, const Places& places, Record& record);

/// What undo does, and the files that it leaves because of what somebody wrote there.
struct Undoing {
    Plan plan;
    std::vector<card::Error> refused; ///< setup_changed, file_unreadable; the field is the file
};

/// The way back for `areas`, for all if there are none.
Undoing plan_undo(const Record& record, std::span<const std::string> areas);

/// Goes it. What was taken back leaves the record, each file for itself. Throws file_unwritable, disk_full.
void carry_out_undo(const Plan& plan, Record& record);

} // namespace idcard::setup
