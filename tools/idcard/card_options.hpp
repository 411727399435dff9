// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/worker.hpp"
#include "card/pcsc/card_connection.hpp"
#include "card/profile/profile.hpp"
#include "card/session/progress.hpp"
#include "idcard/answer.hpp"
#include "idcard/context.hpp"

#include <string>

namespace idcard {

/// What every command that talks to a card can be told.
struct CardOptions {
    std::string reader;
    std::string profile;
    unsigned timeout = 30; ///< seconds
    bool stats = false;
};

void add_card_options(CLI::App& command, const Context& context, CardOptions& options);

/// The profile of --profile, else the built-in one. Throws file_unreadable, config_invalid.
card::profile::Profile profile_of(const CardOptions& options);

/// The reader to use, found before a person is asked for anything: without a card the question would be in vain.
/// Throws no_reader, reader_not_found, reader_ambiguous, no_card, service_unavailable, reader_failed.
card::pcsc::Reader reader_with_card(const CardOptions& options);

/// One visit of the card in a reader, inside a transaction.
using Visit = std::function<Answer(card::pcsc::CardConnection& connection, const card::session::Progress& progress)>;

/// Lets a process of its own visit the card and shows its progress. Throws as card::cli::run_worker does.
Answer visit(const Context& context, const CardOptions& options, const std::string& reader, const Visit& visit);

/// Prints what a visit gave and takes over its exit code.
void deliver(Context& context, const Answer& answer);

} // namespace idcard
