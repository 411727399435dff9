// SPDX-License-Identifier: Apache-2.0
#include "card/cli/worker.hpp"
#include "card/session/card.hpp"
#include "idcard/context.hpp"
#include "idcard/output/reader_list.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace idcard {

namespace {

constexpr std::chrono::seconds patience{10}; // for SELECT and nothing more

/// Asks the card what it is, in a process of its own: one mute card must not hide the other readers.
void recognise(ReaderLine& line)
{
    try {
        const card::Bytes answer = card::cli::run_worker(
            [&line](const card::cli::ProgressSink& progress) {
                progress("SELECT");
                card::pcsc::Context context;
                const auto detected = card::session::Card{context, line.reader.name}.detect();
                return card::Bytes{detected.identity, detected.pki, detected.guid.has_value()};
            },
            patience);
        line.identity = answer.at(0) != 0;
        line.pki = answer.at(1) != 0;
        line.issued = answer.at(2) != 0;
    } catch (const card::Error& error) {
        if (error.code() == card::Errc::interrupted)
            throw;
        line.problem = error.code();
    }
}

std::vector<card::pcsc::Reader> attached_readers()
{
    card::pcsc::Context context;
    return card::pcsc::list_readers(context);
}

} // namespace

void add_readers(CLI::App& app, Context& context)
{
    CLI::App* command = app.add_subcommand("readers", context.text("List the readers and the cards in them"));
    command->callback([&context] {
        std::vector<ReaderLine> lines;
        for (auto& reader : attached_readers()) {
            ReaderLine& line = lines.emplace_back(ReaderLine{std::move(reader)});
            if (line.reader.has_card())
                recognise(line);
        }
        if (lines.empty())
            throw card::Error{card::Errc::no_reader, "no reader is attached"};
        std::cout << (context.program.json ? to_json(lines) : to_text(lines, context.catalogue()));
    });
}

} // namespace idcard
