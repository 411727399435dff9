// SPDX-License-Identifier: Apache-2.0
#include "database/sql/statements.hpp"

#include "card/base/error.hpp"
#include "database/sql/files.hpp"

#include <sstream>

namespace perso::store {

namespace {

using Texts = std::map<std::string, std::string, std::less<>>;

Texts read(std::string_view file)
{
    Texts texts;
    std::istringstream lines{std::string{file}};
    std::string* current = nullptr;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("-- ")) {
            if (current)
                *current += line + '\n';
            continue;
        }
        const std::string name = line.substr(3);
        if (name.find(' ') != name.npos)
            continue;
        const auto [place, fresh] = texts.try_emplace(name);
        card::require(fresh, card::Errc::internal, "SQL", "two statements of one name");
        current = &place->second;
    }
    return texts;
}

bool lies_in(std::string_view path, std::string_view folder)
{
    return path.starts_with(folder) && path.substr(folder.size()).find('/') == path.npos;
}

} // namespace

Statements Statements::of(std::string_view dialect)
{
    Statements statements;
    for (const SqlFile& file : sql_files())
        if (lies_in(file.path, "sql/"))
            statements.add(file.text);
    for (const SqlFile& file : sql_files())
        if (lies_in(file.path, std::string{dialect} + '/'))
            statements.replace(file.text);
    return statements;
}

void Statements::add(std::string_view file)
{
    for (auto& [name, text] : read(file))
        card::require(by_name_.try_emplace(name, std::move(text)).second, card::Errc::internal, "SQL",
            "two statements of one name");
}

void Statements::replace(std::string_view file)
{
    for (auto& [name, text] : read(file)) {
        const auto known = by_name_.find(name);
        card::require(known != by_name_.end(), card::Errc::internal, "SQL", "another form of no statement");
        known->second = std::move(text);
    }
}

const std::string& Statements::operator[](std::string_view name) const
{
    const auto found = by_name_.find(name);
    card::require(found != by_name_.end(), card::Errc::internal, "SQL", "a statement without text");
    return found->second;
}

} // namespace perso::store
