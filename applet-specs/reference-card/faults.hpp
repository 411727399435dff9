// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace refcard {

/// Misbehaviour on purpose, at the n-th command APDU since the program began (the first is 1).
struct Fault {
    enum class Kind {
        mute,    ///< mute@N: takes it and never answers again
        cut,     ///< cut@N: pulled before it is executed
        tear,    ///< tear@N: executed, pulled before it is answered
        swap,    ///< swap@N:IMAGE: as tear, then another card in the same reader
        shorten, ///< shorten@N: answers one byte
        status,  ///< status@N:6F00: not executed, answers this status word
    };

    Kind kind;
    std::uint64_t at;
    std::string argument; ///< after the colon
};

/// Throws std::invalid_argument naming what is wrong.
Fault parse_fault(std::string_view specification);

/// Counts commands and tells which fault is due.
class Faults {
public:
    explicit Faults(std::vector<Fault> faults) : faults_{std::move(faults)} {}

    /// To be called once for each command APDU.
    std::optional<Fault> next_command();

private:
    std::vector<Fault> faults_;
    std::uint64_t count_ = 0;
};

} // namespace refcard
