// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/cli/exit_code.hpp"

#include <string>
#include <vector>

namespace idcard {

/// A file to be written, under a name that never comes from a card.
struct OutputFile {
    std::string name;
    card::Bytes content;

    friend bool operator==(const OutputFile&, const OutputFile&) = default;
};

/// What the process that visits a card hands to the one that started it: finished output, because only the former
/// takes apart what a card says.
struct Answer {
    card::cli::ExitCode exit = card::cli::ExitCode::done;
    std::string page;       ///< for standard output
    std::string notes = {}; ///< for standard error
    std::vector<OutputFile> files = {};
    card::Bytes state = {}; ///< what the command itself remembers until its next visit

    friend bool operator==(const Answer&, const Answer&) = default;
};

card::Bytes encode(const Answer& answer);
/// Throws malformed_data.
Answer decode_answer(card::ByteView bytes);

} // namespace idcard
