// SPDX-License-Identifier: Apache-2.0
#include "glossary.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace test {

namespace {

std::string trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(' ');
    const std::size_t end = text.find_last_not_of(' ');
    return begin == text.npos ? std::string{} : std::string{text.substr(begin, end - begin + 1)};
}

std::vector<std::string> split(std::string_view text, std::string_view separator)
{
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(separator, begin), text.size());
        parts.push_back(trimmed(text.substr(begin, end - begin)));
        begin = end + separator.size();
    }
    return parts;
}

/// The cells of each row below a heading, without the two rows of the table's head.
std::vector<std::vector<std::string>> table(std::istream& file, std::string_view heading)
{
    file.clear();
    file.seekg(0);
    std::vector<std::vector<std::string>> rows;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("## "))
            inside = line == heading;
        else if (inside && line.starts_with("| "))
            rows.push_back(split(std::string_view{line}.substr(1, line.size() - 2), "|"));
    }
    if (rows.size() < 2)
        throw std::runtime_error{"no table below " + std::string{heading}};
    rows.erase(rows.begin(), rows.begin() + 2);
    return rows;
}

bool in_capitals(std::string_view form)
{
    return std::none_of(form.begin(), form.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

std::string lower(std::string text)
{
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

bool is_letter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

/// Overwrites each occurrence of the form as a word. Returns whether there was one.
bool take(std::string& text, const std::string& form)
{
    const std::string searched = in_capitals(form) ? text : lower(text);
    const std::string wanted = in_capitals(form) ? form : lower(form);
    bool found = false;
    for (std::size_t at = searched.find(wanted); at != searched.npos; at = searched.find(wanted, at + 1)) {
        const std::size_t end = at + wanted.size();
        if ((at > 0 && is_letter(searched[at - 1])) || (end < searched.size() && is_letter(searched[end])))
            continue;
        std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(at), wanted.size(), ' ');
        found = true;
    }
    return found;
}

} // namespace

std::vector<const Term*> Glossary::terms_in(std::string text) const
{
    std::vector<std::pair<std::string, const Term*>> forms;
    for (const Term& term : terms)
        for (const std::string& form : term.english)
            forms.emplace_back(form, &term);
    std::stable_sort(
        forms.begin(), forms.end(), [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    std::vector<const Term*> found;
    for (const auto& [form, term] : forms)
        if (take(text, form))
            found.push_back(term);
    return found;
}

Glossary read_glossary(const std::string& path)
{
    std::ifstream file{path};
    if (!file)
        throw std::runtime_error{path + " cannot be read"};
    Glossary glossary;
    for (const char* heading : {"## Terms of the messages", "## Terms that stay, or mean something else there"})
        for (const auto& row : table(file, heading))
            glossary.terms.push_back({.english = split(row.at(0), ","), .lao = split(row.at(1), "/")});
    for (const auto& row : table(file, "## Reviewers"))
        glossary.reviewers.push_back(row.at(0));
    return glossary;
}

} // namespace test
