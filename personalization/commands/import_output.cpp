// SPDX-License-Identifier: Apache-2.0
#include "commands/import_output.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

namespace perso {

namespace {

constexpr std::size_t progress_step = 64;
constexpr std::size_t most_households = 1000; ///< told in one JSON document

} // namespace

ImportOutput::ImportOutput(const Context& context) : context_{context}, terminal_{::isatty(STDERR_FILENO) == 1}
{
    if (context_.json())
        std::cout << R"({"schema":"idcard/import-1","records":[)";
}

ImportOutput::~ImportOutput()
{
    if (terminal_ && expected_ > 0)
        std::cerr << '\n';
    if (!context_.json())
        return;
    std::cout << ']';
    if (!tables_.empty())
        std::cout << R"(,"tables":)" << tables_.dump();
    if (!batches_.empty())
        std::cout << R"(,"batches":)" << batches_.dump();
    if (!households_.empty())
        std::cout << R"(,"households":)" << households_.dump();
    std::cout << "}\n";
}

void ImportOutput::add(const ImportLine& line)
{
    if (context_.json())
        std::cout << (lines_ > 0 ? "," : "") << to_json(line).dump();
    else
        print(line, context_);
    ++lines_;
    rejected_ += line.is_rejected() ? 1 : 0;
    if (lines_ % progress_step == 0 || lines_ == expected_)
        show_progress();
}

void ImportOutput::add(const std::string& file, const intake::TableForm& form)
{
    expected_ += form.rows;
    if (context_.json())
        tables_.push_back(to_json(file, form));
    else
        print(file, form, context_);
}

void ImportOutput::add(const std::string& file, const intake::BatchManifest& batch)
{
    expected_ += batch.records;
    if (context_.json())
        batches_.push_back({{"file", file}, {"batch", batch.number}, {"registry", batch.registry},
            {"records", batch.records}, {"photographs", batch.photographs}});
    else
        std::cout << fmt::format(fmt::runtime(context_.text(
                                     "{name}: batch {number} of the registry {registry}, records: {records}, "
                                     "photographs: {photographs}")),
                         fmt::arg("name", file), fmt::arg("number", batch.number), fmt::arg("registry", batch.registry),
                         fmt::arg("records", batch.records), fmt::arg("photographs", batch.photographs))
                  << '\n';
}

void ImportOutput::add(const batches::OpenHousehold& household)
{
    if (!context_.json())
        print(household, context_);
    else if (households_.size() < most_households)
        households_.push_back(to_json(household));
}

void ImportOutput::show_progress()
{
    if (!terminal_ || expected_ == 0)
        return;
    std::cerr << '\r'
              << fmt::format(fmt::runtime(context_.text("{done} of {all} records, {rejected} rejected")),
                     fmt::arg("done", lines_), fmt::arg("all", expected_), fmt::arg("rejected", rejected_))
              << std::flush;
}

} // namespace perso
