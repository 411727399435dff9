// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

namespace refcard_test {

/// applet-specs/access-rules.toml as data.
struct AccessRule {
    static constexpr std::size_t states = 3; // OP_READY, INITIALIZED, SECURED

    std::string what;
    std::vector<std::string> cards;
    std::string before; ///< a command that goes first, or nothing
    std::vector<std::string> commands;
    std::array<std::vector<std::string>, states> answers; ///< for each state one status word per column
};

struct AccessPart {
    std::string title;
    std::string application;
    std::vector<std::string> cards;
    std::vector<std::string> columns;
    std::vector<AccessRule> rules;
};

/// Throws std::runtime_error for anything but a complete matrix.
std::vector<AccessPart> read_access_rules(const std::filesystem::path& path);

/// The tables of applet-specs/access-rules.md.
std::string to_markdown(const std::vector<AccessPart>& parts);

} // namespace refcard_test
