// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/changes.hpp"

#include "idcard/setup/files.hpp"

#include <algorithm>

namespace idcard::setup {

using card::Errc;
using card::Error;

namespace {

void require_unchanged(const Edit& edit)
{
    if (read_content(edit.file) != edit.current)
        throw Error{Errc::setup_changed, "changed meanwhile"}.with_field(edit.file.string());
}

/// The way back after a failure in the middle; what cannot be written back stays in the record.
void go_back(const Plan& plan, const Record& earlier, bool for_all)
{
    try {
        for (const Edit& edit : plan.edits)
            if (edit.changes())
                write_content(edit.file, edit.current, for_all);
        earlier.save();
    } catch (const Error&) { // the first error is the one to tell; setup undo knows the rest
    }
}

Entry entry_of(const Plan& plan, const Edit& edit, const Entry* earlier)
{
    return {.area = plan.area,
        .program = edit.program,
        .file = edit.file,
        .kind = edit.kind,
        .inserted = edit.inserted,
        .folders = earlier == nullptr ? std::vector<std::filesystem::path>{} : earlier->folders,
        .before = edit.base,
        .after = fingerprint(edit.after.value_or(""))};
}

} // namespace

void carry_out(const Plan& plan, const Places& places, Record& record)
{
    const Record earlier = record;
    for (const Edit& edit : plan.edits) {
        if (!edit.changes())
            continue;
        require_unchanged(edit);
        Entry entry = entry_of(plan, edit, earlier.find(edit.file));
        std::error_code error;
        for (auto at = edit.file.parent_path(); at.has_relative_path() && !std::filesystem::exists(at, error);
             at = at.parent_path())
            if (std::ranges::find(entry.folders, at) == entry.folders.end())
                entry.folders.insert(entry.folders.begin(), at);
        record.put(std::move(entry));
    }
    try {
        record.save();
        for (const Edit& edit : plan.edits)
            if (edit.changes()) {
                make_folders(edit.file.parent_path(), places.system);
                write_content(edit.file, edit.after, places.system);
            }
    } catch (const Error&) {
        const Record done = record;
        go_back(plan, earlier, places.system);
        for (const Entry& entry : done.entries())
            remove_empty(entry.folders);
        record = earlier;
        throw;
    }
}

Undoing plan_undo(const Record& record, std::span<const std::string> areas)
{
    Undoing undoing{.plan = {.area = "undo"}, .refused = {}};
    for (const Entry& entry : record.entries()) {
        if (!areas.empty() && std::ranges::find(areas, entry.area) == areas.end())
            continue;
        try {
            Edit edit{.program = entry.program,
                .file = entry.file,
                .current = read_content(entry.file),
                .base = std::nullopt,
                .after = std::nullopt,
                .kind = entry.kind,
                .inserted = entry.inserted};
            edit.after = without_ours(entry, edit.current);
            undoing.plan.edits.push_back(std::move(edit));
        } catch (const Error& error) {
            undoing.refused.push_back(error);
        }
    }
    return undoing;
}

void carry_out_undo(const Plan& plan, Record& record)
{
    std::vector<std::vector<std::filesystem::path>> folders;
    for (const Edit& edit : plan.edits) {
        if (edit.changes()) {
            require_unchanged(edit);
            write_content(edit.file, edit.after);
        }
        if (const Entry* const entry = record.find(edit.file))
            folders.push_back(entry->folders);
        record.remove(edit.file);
        record.save();
    }
    for (const auto& each : folders) // a folder of several files is empty only now
        remove_empty(each);
}

} // namespace idcard::setup
