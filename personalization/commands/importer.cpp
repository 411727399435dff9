// SPDX-License-Identifier: Apache-2.0
#include "commands/importer.hpp"

#include <algorithm>

namespace perso {

namespace {

using card::Errc;
using card::Error;
using intake::Rejections;

constexpr std::size_t group_records = 64;
constexpr std::size_t group_bytes = 2 * 1024 * 1024;

std::string name(store::Imported result)
{
    switch (result) {
    case store::Imported::added:
        return "imported";
    case store::Imported::again:
        return "imported_again";
    case store::Imported::unchanged:
        break;
    }
    return "unchanged";
}

/// What the store refuses about the content concerns this record alone; its own failure ends the import.
ImportLine refused_by_store(const std::string& place, const std::string& application, const Error& error)
{
    if (error.code() != Errc::record_duplicate && error.code() != Errc::record_rejected)
        throw error;
    const std::string field = error.code() == Errc::record_duplicate ? "application" : error.field();
    return rejected(place, application, error.code(), {{field, sentence_of(error)}});
}

bool is_about(const Rejections& rejections, std::string_view field)
{
    return std::any_of(
        rejections.begin(), rejections.end(), [&](const auto& rejection) { return rejection.field == field; });
}

/// Whether a refused record may be of a household together, as it says or as somewhere in it the word stands.
bool may_be_together(const Candidate& candidate, const intake::Checked& checked)
{
    constexpr std::string_view word = "together";
    const auto has_word = [&](const std::string& text) { return text.find(word) != text.npos; };
    if (checked.record.household_together || is_about(checked.rejections, "household"))
        return true;
    if (!checked.record.household_book.empty()) // then its household was read, too
        return false;
    if (has_word(candidate.loaded.files.json))
        return true;
    const auto& row = candidate.row;
    return row && std::any_of(row->cells.begin(), row->cells.end(), has_word);
}

/// Reasons that say more than the rules do of the same fields take their place.
void replace(Rejections& rejections, const Rejections& better)
{
    for (const auto& one : better)
        std::erase_if(rejections, [&](const auto& rejection) { return rejection.field == one.field; });
    rejections.insert(rejections.end(), better.begin(), better.end());
}

} // namespace

Importer::Importer(Context& context, store::Database& database, store::Sealer& sealer, store::Store& store,
    std::string person, Told told)
    : context_{context},
      database_{database},
      sealer_{sealer},
      store_{store},
      person_{std::move(person)},
      told_{std::move(told)}
{
}

void Importer::add(Candidate candidate)
{
    auto checked = intake::check(candidate.loaded.files, context_.profile(), card::day_of(now()));
    replace(checked.rejections, candidate.loaded.rejections); // why a picture could not be had, not that it is no JPEG
    const auto& files = candidate.loaded.files;
    bytes_ += 2 * (files.photograph.size() + files.signature.size()) + files.json.size();
    group_.push_back({std::move(candidate), std::move(checked), {}});
    if (group_.size() >= group_records || bytes_ >= group_bytes)
        flush();
}

void Importer::flush()
{
    if (group_.empty())
        return;
    const card::Time time = now();
    database_.change([&] {
        for (Pending& pending : group_)
            take(pending, time);
    });
    for (const Pending& pending : group_)
        told_(pending.line, pending.candidate.row);
    group_.clear();
    bytes_ = 0;
}

void Importer::take(Pending& pending, card::Time time)
{
    const auto& [record, rejections, suggestions] = pending.checked;
    const auto& files = pending.candidate.loaded.files;
    const std::string& place = pending.candidate.place;
    if (!pending.checked.accepted()) {
        pending.line = rejected(place, record.application, Errc::record_rejected, rejections, suggestions);
    } else {
        try {
            const auto result = store_.import({.number = record.application,
                                                  .personal_number = record.personal_number,
                                                  .record = intake::canonical_json(files.json),
                                                  .photograph = files.photograph,
                                                  .signature = files.signature},
                person_, time);
            pending.line = {place, record.application, name(result), {}, {}};
        } catch (const Error& error) { // the store refuses before it writes
            pending.line = refused_by_store(place, record.application, error);
        }
    }
    const bool good = !pending.line.is_rejected();
    const bool elsewhere_open = good || pending.line.identifier != card::cli::identifier(Errc::record_duplicate);
    std::vector<std::string> other_addresses;
    if (record.household_together && !record.household_book.empty() && elsewhere_open)
        other_addresses = batches::Households{database_}.note(sealer_, record, place, good);
    else
        pending.line.household_unknown = !good && elsewhere_open && may_be_together(pending.candidate, pending.checked);
    if (good && pending.line.result != "unchanged")
        pending.line.notices = batches::Likenesses{database_, sealer_}.note(record, other_addresses, time);
    if (batch_)
        batches::Batches{database_}.note_record(
            *batch_, pending.candidate.number, record.application, good, pending.line.rejections);
}

} // namespace perso
