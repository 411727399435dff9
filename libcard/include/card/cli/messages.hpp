// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"
#include "card/cli/exit_code.hpp"

#include <span>
#include <string>
#include <string_view>

namespace card::cli {

/// What a person is told about one condition. The texts may hold the placeholders {field}, {number}, {step} and
/// {status}, which stand for the members of card::Error of these names ({status}: the status word in hexadecimal).
struct Message {
    Errc code;
    std::string_view identifier; ///< stable: `CARD-CAN-WRONG`; used alike in text, JSON and log
    ExitCode exit;
    std::string_view happened; ///< what happened
    std::string_view advice;   ///< what to do
    std::string_view helpdesk; ///< what to tell the helpdesk
};

/// The three parts of a message; their names complete the context in the catalogue: `CARD-CAN-WRONG/do`.
enum class Part { happened, advice, helpdesk };

/// The texts of a message in the order of Part, and the names of the parts: "what", "do", "tell".
std::string_view english(const Message& message, Part part);
std::string_view name(Part part);

/// Every condition in the order of Errc.
std::span<const Message> all_messages();

/// The message of a condition. Every Errc has one.
const Message& message(Errc code);

/// `message(code).identifier` and `.exit`.
std::string_view identifier(Errc code);
ExitCode exit_code(Errc code);

/// `text` with its placeholders replaced by what `error` says; what it does not say becomes "-".
std::string fill(std::string_view text, const Error& error);

} // namespace card::cli
