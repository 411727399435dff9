// SPDX-License-Identifier: Apache-2.0
#include "access_rules.hpp"

#include "toml.hpp"

#include <sstream>

namespace refcard_test {

namespace {

[[noreturn]] void fail(const std::string& where, const char* what)
{
    throw std::runtime_error{"access-rules.toml, " + where + ": " + what};
}

std::string text(const toml::table& table, const char* key)
{
    return table[key].value_or(std::string{});
}

std::vector<std::string> texts(const toml::table& table, const char* key)
{
    std::vector<std::string> list;
    if (const toml::array* array = table[key].as_array()) {
        for (const toml::node& node : *array)
            list.push_back(node.value_or(std::string{}));
    }
    return list;
}

std::vector<std::string> words(const std::string& line)
{
    std::istringstream stream{line};
    return {std::istream_iterator<std::string>{stream}, {}};
}

/// The most general of the keys that say something about a state; exactly one does.
std::vector<std::string> answers(const toml::table& rule, std::initializer_list<const char*> keys)
{
    std::string found;
    for (const char* key : keys) {
        if (const std::string line = text(rule, key); !line.empty()) {
            if (!found.empty())
                fail(text(rule, "what"), "a state is ruled twice");
            found = line;
        }
    }
    return words(found);
}

AccessRule read_rule(const toml::table& table, const AccessPart& part)
{
    AccessRule rule{.what = text(table, "what"),
        .cards = texts(table, "cards"),
        .before = text(table, "before"),
        .commands = texts(table, "commands"),
        .answers = {answers(table, {"all", "open", "op_ready"}), answers(table, {"all", "open", "initialized"}),
            answers(table, {"all", "secured"})}};
    if (rule.cards.empty())
        rule.cards = part.cards;
    for (const auto& list : rule.answers) {
        if (list.size() != part.columns.size())
            fail(part.application + ", " + rule.what, "not one answer for each column");
    }
    if (rule.what.empty() || rule.commands.empty())
        fail(part.application, "a rule without command");
    return rule;
}

const toml::array& tables(const toml::table& table, const char* key, const std::string& where)
{
    const toml::array* array = table[key].as_array();
    if (array == nullptr || !array->is_array_of_tables())
        fail(where, "no such tables");
    return *array;
}

std::string row(const std::vector<std::string>& cells)
{
    std::string line = "|";
    for (const std::string& cell : cells)
        line += " " + cell + " |";
    return line + "\n";
}

/// One status word, or what it becomes: before SECURED → SECURED, or one for each state.
std::string cell(const AccessRule& rule, std::size_t column)
{
    const std::string& op_ready = rule.answers[0][column];
    const std::string& initialized = rule.answers[1][column];
    const std::string& secured = rule.answers[2][column];
    if (op_ready != initialized)
        return op_ready + " → " + initialized + " → " + secured;
    return initialized == secured ? secured : initialized + " → " + secured;
}

std::string table(const AccessPart& part)
{
    std::vector<std::string> heads{"what"};
    heads.insert(heads.end(), part.columns.begin(), part.columns.end());
    std::string lines = row(heads) + row(std::vector<std::string>(heads.size(), "---"));
    for (const AccessRule& rule : part.rules) {
        std::vector<std::string> cells{rule.what};
        for (std::size_t column = 0; column < part.columns.size(); ++column)
            cells.push_back(cell(rule, column));
        lines += row(cells);
    }
    return lines;
}

} // namespace

std::vector<AccessPart> read_access_rules(const std::filesystem::path& path)
{
    const toml::table root = toml::parse_file(path.string());
    std::vector<AccessPart> parts;
    for (const toml::node& node : tables(root, "part", "the file")) {
        const toml::table& entry = *node.as_table();
        AccessPart part{.title = text(entry, "title"),
            .application = text(entry, "application"),
            .cards = texts(entry, "cards"),
            .columns = texts(entry, "columns"),
            .rules = {}};
        for (const toml::node& rule : tables(entry, "rule", part.application))
            part.rules.push_back(read_rule(*rule.as_table(), part));
        parts.push_back(std::move(part));
    }
    return parts;
}

std::string to_markdown(const std::vector<AccessPart>& parts)
{
    std::string markdown;
    for (const AccessPart& part : parts) {
        markdown += "\n### " + part.title + "\n\n" + table(part);
    }
    return markdown;
}

} // namespace refcard_test
