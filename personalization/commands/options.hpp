// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/context.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace CLI {
class Option;
}

namespace perso {

// Options that several commands have. Each function declares one; what the option sets must outlive the application.

/// --as ID, which must be given: the person who acts. `who` tells, in the operator's language, who that may be.
CLI::Option* add_person_option(CLI::App& command, const std::string& who, std::string& person);

/// The number of the card, which must be given, as an argument of its own.
CLI::Option* add_document_option(CLI::App& command, const Context& context, std::string& document);

/// --confirm: the second of two people says what the first one requested.
CLI::Option* add_confirm_option(CLI::App& command, const Context& context, bool& confirm);

/// --reference TEXT, which require_reference() has to pass.
CLI::Option* add_reference_option(CLI::App& command, const Context& context, std::string& reference);

/// --letters DIR for the letters of whole cards.
CLI::Option* add_letters_option(CLI::App& command, const Context& context, std::string& folder);

/// -r, --reader NAME: part of one reader's name.
CLI::Option* add_reader_option(CLI::App& command, const Context& context, std::string& reader);

/// --timeout S: 5 to 600 seconds for one step of making a card.
CLI::Option* add_timeout_option(CLI::App& command, const Context& context, unsigned& seconds);

/// --wait S: seconds to wait for a card, see patience().
CLI::Option* add_wait_option(CLI::App& command, const Context& context, std::optional<unsigned>& seconds);

/// --hsm-pin-fd N: where read_hsm_pin() reads the PIN from.
CLI::Option* add_hsm_pin_option(CLI::App& command, const Context& context, std::optional<int>& descriptor);

/// What --wait says, as wait_for_card() takes it: for ever without it.
std::optional<std::chrono::seconds> patience(std::optional<unsigned> wait);

/// Throws usage about this option, or this argument.
[[noreturn]] void misused(std::string_view sentence, std::string option);

/// What is shown to people and stands in documents: at most 64 bytes of valid UTF-8 without control characters and
/// without those that change the direction of writing. No text at all is one, too.
bool is_short_line(std::string_view text);

/// Throws usage about --reference if it is no short line.
void require_reference(std::string_view reference);

} // namespace perso
