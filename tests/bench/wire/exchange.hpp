// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace bench::wire {

/// One command and its answer as far as their time on a wire depends on them: sizes in bytes, with status word.
struct Exchange {
    std::uint8_t cla = 0, ins = 0, p1 = 0, p2 = 0;
    std::size_t command = 0;
    std::size_t answer = 0;
};

using Conversation = std::vector<Exchange>;

/// A line of `idcard-refcard run --trace`: "00CB3FFF 11 1026 9000". Throws std::invalid_argument.
Exchange parse_line(std::string_view line);
/// A whole file of them. Throws std::invalid_argument, std::runtime_error if it cannot be read.
Conversation read_trace(const std::filesystem::path& file);

/// What a command is for, as it can be told without its data.
enum class Kind {
    file_block,     ///< STORE DATA in clear, PUT DATA: content of files and containers
    key_generation, ///< GENERATE ASYMMETRIC KEY PAIR
    key_use,        ///< GENERAL AUTHENTICATE: signature, key agreement, PACE
    memory,         ///< another command that changes what the card keeps
    other,
};

Kind kind_of(const Exchange& exchange);

/// Up to and with the last command of a GlobalPlatform session: what is left is the quality check.
Conversation issuing_part(const Conversation& conversation);
Conversation checking_part(const Conversation& conversation);

} // namespace bench::wire
