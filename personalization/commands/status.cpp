// SPDX-License-Identifier: Apache-2.0
#include "context.hpp"

#include "card/trust/package_contents.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>
#include <map>

namespace perso {

namespace {

std::string utc(card::Time time)
{
    return card::trust::utc_text(time);
}

nlohmann::json to_json(const store::Job& job)
{
    nlohmann::json line{{"application", job.application}, {"state", store::name(job.state)},
        {"imported_by", job.imported_by}, {"approved_by", job.approved_by}, {"operator", job.operator_},
        {"document_number", job.document_number}, {"reason", job.reason}, {"step", job.step},
        {"changed", utc(job.changed)}};
    for (const auto& [field, reason] : job.rejections)
        line["rejections"].push_back({{"field", field}, {"reason", reason}});
    return line;
}

nlohmann::json to_json(const std::vector<store::Job>& jobs)
{
    auto list = nlohmann::json::array();
    for (const store::Job& job : jobs)
        list.push_back(to_json(job));
    return {{"schema", "idcard/status-1"}, {"jobs", list}};
}

std::string state_text(store::JobState state, const Context& context)
{
    switch (state) {
    case store::JobState::imported:
        return context.text("imported");
    case store::JobState::approved:
        return context.text("approved");
    case store::JobState::encoding:
        return context.text("encoding");
    case store::JobState::issued:
        return context.text("issued");
    case store::JobState::quarantined:
        return context.text("quarantined");
    case store::JobState::rejected:
        return context.text("rejected");
    case store::JobState::withdrawn:
        return context.text("withdrawn");
    }
    return {};
}

void print(const std::vector<store::Job>& jobs, const Context& context)
{
    std::map<store::JobState, int> counts;
    for (const store::Job& job : jobs) {
        ++counts[job.state];
        std::cout << fmt::format("{:<20} {:<12} {:<10} {}", job.application, state_text(job.state, context),
            job.document_number.empty() ? "-" : job.document_number, utc(job.changed));
        if (!job.reason.empty())
            std::cout << "  " << job.reason << (job.step.empty() ? "" : fmt::format(" ({})", job.step));
        std::cout << '\n';
        for (const auto& [field, reason] : job.rejections)
            std::cout << "  " << field << ": " << context.text(reason.c_str()) << '\n';
    }
    for (const auto& [state, count] : counts)
        std::cout << state_text(state, context) << ": " << count << '\n';
    if (jobs.empty())
        std::cout << context.text("No applications yet.") << '\n';
}

void run(const Context& context)
{
    const auto jobs = context.open_store(context.office())->jobs();
    if (context.json())
        std::cout << to_json(jobs).dump() << '\n';
    else
        print(jobs, context);
}

} // namespace

void add_status(CLI::App& app, Context& context)
{
    CLI::App* command = app.add_subcommand("status", context.text("Show where each application stands"));
    command->callback([&context] { run(context); });
}

} // namespace perso
