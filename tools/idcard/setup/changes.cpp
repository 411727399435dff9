// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/changes.hpp"

#include "idcard/setup/files.hpp"
#include "idcard/setup/insertion.hpp"

#include <algorithm>
#include <iterator>

namespace idcard::setup {

namespace fs = std::filesystem;
using card::Errc;
using card::Error;

namespace {

void require_unchanged(const Edit& edit)
{
    if (read_content(edit.file) != edit.current)
        throw Error{Errc::setup_changed, "changed meanwhile"}.with_field(edit.file.string());
}

/// The way back of one file after a failure in the middle.
void go_back(const Edit& edit, bool for_all)
{
    try {
        if (edit.changes() && read_content(edit.file) != edit.current)
            write_content(edit.file, edit.current, for_all);
    } catch (const Error&) { // the first error is the one to tell; what stays is in the kept content
    }
}

Entry entry_of(const Plan& plan, const Edit& edit, const Entry* earlier)
{
    return {.area = plan.area,
        .program = edit.program,
        .file = edit.file,
        .kind = edit.kind,
        .inserted = edit.inserted,
        .folders = earlier == nullptr ? std::vector<fs::path>{} : earlier->folders,
        .before = edit.base,
        .after = fingerprint(edit.after.value_or(""))};
}

bool lies_below(const fs::path& file, const fs::path& folder)
{
    return std::ranges::mismatch(folder, file).in1 == folder.end();
}

/// Folders that are made for the file, now or before for one of its neighbours: the last of them takes them away.
void add_folders(Entry& entry, const Record& record)
{
    std::ranges::copy(missing_folders(entry.file.parent_path()), std::back_inserter(entry.folders));
    for (const Entry& other : record.entries())
        std::ranges::copy_if(other.folders, std::back_inserter(entry.folders),
            [&entry](const fs::path& folder) { return lies_below(entry.file, folder); });
    std::ranges::sort(entry.folders); // outermost first
    entry.folders.erase(std::unique(entry.folders.begin(), entry.folders.end()), entry.folders.end());
}

/// A database that setup made goes as a whole, or stays for the program that has used it since, without our block.
void keep_used_databases(Undoing& undoing)
{
    for (Edit& list : undoing.plan.edits) {
        if (list.kind != Kind::block || list.after || !list.current)
            continue;
        const auto is_store = [&list](const Edit& edit) {
            return edit.kind == Kind::store && edit.file.parent_path() == list.file.parent_path();
        };
        if (std::ranges::any_of(undoing.plan.edits, [&](const Edit& edit) { return is_store(edit) && edit.after; }))
            list.after = without_block(*list.current, list.inserted);
    }
    for (Edit& store : undoing.plan.edits) {
        const auto goes = [&store](const Edit& edit) {
            return edit.kind == Kind::block && edit.file.parent_path() == store.file.parent_path() && !edit.after;
        };
        if (store.kind == Kind::store && std::ranges::none_of(undoing.plan.edits, goes))
            store.after = store.current;
    }
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
        add_folders(entry, record);
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
        for (const Edit& edit : plan.edits)
            go_back(edit, places.system);
        for (const Entry& entry : record.entries())
            remove_empty(entry.folders);
        record = earlier;
        try {
            record.save();
        } catch (const Error&) { // a record too many does no harm: its files are as they were
        }
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
    keep_used_databases(undoing);
    return undoing;
}

void carry_out_undo(const Plan& plan, Record& record)
{
    std::vector<std::vector<fs::path>> folders;
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
