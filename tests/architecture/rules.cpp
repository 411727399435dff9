// SPDX-License-Identifier: Apache-2.0
#include "architecture/rules.hpp"

#include <sstream>
#include <stdexcept>

namespace architecture {
namespace {

std::string trimmed(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos)
        return {};
    return std::string{text.substr(first, text.find_last_not_of(' ') - first + 1)};
}

std::vector<std::string> split(std::string_view text, char separator)
{
    std::vector<std::string> parts;
    std::istringstream stream{std::string{text}};
    for (std::string part; std::getline(stream, part, separator);)
        parts.push_back(trimmed(part));
    return parts;
}

/// The words between backticks: `a` `b`.
std::vector<std::string> names(const std::string& cell)
{
    std::vector<std::string> found;
    const std::vector<std::string> parts = split(cell, '`');
    for (std::size_t i = 1; i < parts.size(); i += 2)
        found.push_back(parts[i]);
    return found;
}

/// The rows of the table whose header line starts with `title`, first two cells of each.
std::vector<std::pair<std::string, std::string>> table(std::string_view markdown, const std::string& title)
{
    std::vector<std::pair<std::string, std::string>> rows;
    std::istringstream stream{std::string{markdown}};
    bool inside = false;
    for (std::string line; std::getline(stream, line);) {
        if (line.starts_with("| " + title + " |"))
            inside = true;
        else if (inside && line.starts_with("| `")) {
            const std::vector<std::string> cells = split(line, '|');
            rows.emplace_back(cells.at(1), cells.at(2));
        } else if (inside && !line.starts_with("| ---"))
            break;
    }
    if (rows.empty())
        throw std::runtime_error{"no table with the column '" + title + "'"};
    return rows;
}

/// "tlv, crypto", "all", "all but cli" or a dash; `base` is visible to all who see anything.
std::set<std::string> layer_set(const std::string& cell, const Rules& rules)
{
    if (cell == "–")
        return {};
    std::set<std::string> set{"base"};
    if (cell.starts_with("all")) {
        for (const auto& [layer, uses] : rules.layers)
            set.insert(layer);
        if (constexpr std::string_view but = "all but "; cell.starts_with(but))
            set.erase(cell.substr(but.size()));
        return set;
    }
    for (const std::string& layer : split(cell, ',')) {
        if (!rules.layers.contains(layer))
            throw std::runtime_error{"the table names an unknown layer: " + layer};
        set.insert(layer);
    }
    return set;
}

} // namespace

Rules parse_rules(std::string_view markdown)
{
    Rules rules;
    const auto layer_rows = table(markdown, "layer");
    for (const auto& [layers, uses] : layer_rows)
        for (const std::string& layer : names(layers))
            rules.layers[layer] = {};
    for (const auto& [layers, uses] : layer_rows)
        for (const std::string& layer : names(layers))
            rules.layers[layer] = layer_set(uses, rules);
    for (const auto& [components, uses] : table(markdown, "component"))
        for (const std::string& component : names(components))
            rules.components[component] = layer_set(uses, rules);
    for (const auto& [headers, places] : table(markdown, "library's headers"))
        for (const std::string& header : names(headers))
            rules.headers[header] = split(places, ',');
    for (const auto& [folders, what] : table(markdown, "folder of the station"))
        for (const std::string& folder : names(folders))
            rules.station.push_back(folder);
    return rules;
}

} // namespace architecture
