// SPDX-License-Identifier: Apache-2.0
#include "batches/batches.hpp"

#include "base/text.hpp"
#include "card/base/error.hpp"
#include "journal/events.hpp"
#include "journal/note.hpp"

#include <nlohmann/json.hpp>

namespace perso::batches {

using card::Errc;
using nlohmann::json;

namespace {

std::int64_t number(std::size_t value)
{
    return static_cast<std::int64_t>(value);
}

/// What a registry is told of a job.
std::string_view told_state(std::string_view job_state)
{
    for (const std::string_view same : {"issued", "rejected", "withdrawn"})
        if (job_state == same)
            return same;
    return "waiting"; // for approval, for a card, or for what becomes of a card that is laid aside
}

} // namespace

void Batches::begin(const Batch& batch, const std::string& person, card::Time now)
{
    database_.change([&] {
        const auto known = database_.row("batch_of", {{":registry", batch.registry}, {":number", batch.number}});
        if (known) {
            if (!card::equal(known->bytes(0), batch.digest))
                throw card::Error{Errc::batch_repeated, text("another content under this number")}.with_field(
                    batch.number);
            return;
        }
        database_.execute(
            "batch_add", {{":registry", batch.registry}, {":number", batch.number}, {":digest", batch.digest},
                             {":records", number(batch.records)}, {":photographs", number(batch.photographs)},
                             {":person", person}, {":at", std::int64_t{now.time_since_epoch().count()}}});
        audit::note(database_, now,
            {.event = audit::events::batch, .person = person, .detail = batch.registry + " " + batch.number});
    });
}

void Batches::note_record(
    const Batch& batch, std::size_t place, std::string_view application, bool taken, const intake::Rejections& reasons)
{
    const std::string told = to_json(reasons);
    database_.execute("batch_add_record",
        {{":registry", batch.registry}, {":number", batch.number}, {":place", number(place)},
            {":application", application}, {":outcome", taken ? "taken" : "rejected"}, {":reasons", told}});
}

void Batches::finish(const Batch& batch, const std::string& person, card::Time now)
{
    database_.change([&] {
        const auto changed =
            database_.execute("batch_finish", {{":registry", batch.registry}, {":number", batch.number},
                                                  {":at", std::int64_t{now.time_since_epoch().count()}}});
        if (changed > 0)
            audit::note(database_, now,
                {.event = audit::events::batch_done, .person = person, .detail = batch.registry + " " + batch.number});
    });
}

std::vector<std::string> Batches::registries_of(std::string_view number)
{
    std::vector<std::string> out;
    for (const auto& row : database_.rows("batch_named", {{":number", number}}))
        out.push_back(row.text(0));
    return out;
}

void Batches::results(
    std::string_view registry, std::string_view number, const std::function<void(const Result&)>& each)
{
    for (std::int64_t after = 0;;) {
        const auto rows =
            database_.rows("batch_results", {{":registry", registry}, {":number", number}, {":after", after}});
        if (rows.empty())
            return;
        for (const auto& row : rows) {
            after = row.number(0);
            Result result{.place = static_cast<std::size_t>(after), .application = row.text(1), .reasons = {}};
            if (row.is_null(4)) {
                result.state = "rejected";
                result.reasons = rejections_from(row.text(3));
            } else {
                result.state = told_state(row.text(4));
                if (result.state == "issued")
                    result.document_number = row.text(5);
                if (result.state == "rejected")
                    for (const auto& why :
                        database_.rows("batch_rejections_of_job", {{":application", result.application}}))
                        result.reasons.push_back({why.text(0), why.text(1)});
            }
            each(result);
        }
    }
}

std::string to_json(const intake::Rejections& rejections)
{
    json out = json::array();
    for (const auto& [field, reason] : rejections)
        out.push_back({{"field", field}, {"reason", reason}});
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

intake::Rejections rejections_from(std::string_view text)
{
    intake::Rejections out;
    for (const auto& one : json::parse(text))
        out.push_back({one.at("field").get<std::string>(), one.at("reason").get<std::string>()});
    return out;
}

} // namespace perso::batches
