// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "personalization/store/databases.hpp"

#include <fstream>
#include <iterator>
#include <regex>
#include <string>

namespace test {

/// bytes(N, XX) and x'XX' as this database writes them.
inline std::string in_dialect(std::string text)
{
    static const std::regex value{R"(bytes\((\d+), ([0-9A-F]{2})\)|x'([0-9A-F]*)')"};
    std::smatch match;
    while (std::regex_search(text, match, value)) {
        std::string hex = match[3];
        for (int left = match[1].matched ? std::stoi(match[1]) : 0; left > 0; --left)
            hex += match[2];
        text = match.prefix().str() + "\1" + hex + "\2" + match.suffix().str();
    }
    return std::regex_replace(text, std::regex{"\1([0-9A-F]*)\2"}, ADatabase::blob("$1"));
}

/// Such a file of this folder.
inline std::string sql_of(const std::string& name)
{
    std::ifstream in{std::filesystem::path{CARD_TEST_DATA} / "personalization/store" / name};
    return in_dialect({std::istreambuf_iterator<char>{in}, {}});
}

} // namespace test
