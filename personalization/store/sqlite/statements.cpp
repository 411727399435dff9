// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/statements.hpp"

#include "card/base/error.hpp"

#include <sstream>

namespace perso::store {

Statements::Statements(std::string_view file)
{
    std::istringstream lines{std::string{file}};
    std::string* current = nullptr;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("-- ")) {
            const std::string name = line.substr(3);
            current = name.find(' ') == name.npos ? &by_name_[name] : nullptr;
        } else if (current) {
            *current += line + '\n';
        }
    }
}

const std::string& Statements::operator[](std::string_view name) const
{
    const auto found = by_name_.find(name);
    card::require(found != by_name_.end(), card::Errc::internal, "SQL", "a statement without text");
    return found->second;
}

} // namespace perso::store
