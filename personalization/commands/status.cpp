// SPDX-License-Identifier: Apache-2.0
#include "commands/status_json.hpp"
#include "seal/purge.hpp"
#include "store/open_store.hpp"

#include "card/trust/package_contents.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>
#include <map>

namespace perso {

namespace {

std::string utc(card::Time time)
{
    return card::trust::utc_text(time);
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

/// A state of the store in the language of the operator.
std::string state_text(const std::string& name, const Context& context)
{
    const auto state = store::parse_job_state(name);
    return state ? state_text(*state, context) : name;
}

void print(const seal::Overdue& import, const Context& context)
{
    std::cout << fmt::format(fmt::runtime(context.text("Personal data of {records} records of {date} are overdue.")),
        fmt::arg("records", import.records), fmt::arg("date", utc(import.imported)));
    if (import.held > 0)
        std::cout << ' '
                  << fmt::format(
                         fmt::runtime(context.text("Held by {count} applications:")), fmt::arg("count", import.held));
    std::cout << '\n';
    for (const seal::Holder& holder : import.holders)
        std::cout << fmt::format("  {}: {}\n", holder.application, state_text(holder.state, context));
}

void run(Context& context)
{
    const Office office = context.office();
    const auto database = context.open_database(office);
    const auto jobs = open_store(office, *database)->jobs();
    if (context.json()) {
        std::cout << status_json(office, context.profile(), *database, jobs).dump() << '\n';
        return;
    }
    print(jobs, context);
    for (const seal::Overdue& import : seal::overdue(*database, office.keep_data, now()))
        print(import, context);
}

} // namespace

void add_status(CLI::App& app, Context& context)
{
    CLI::App* command = app.add_subcommand("status", context.text("Show where each application stands"));
    command->callback([&context] { run(context); });
}

} // namespace perso
