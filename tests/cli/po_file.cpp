// SPDX-License-Identifier: Apache-2.0
#include "po_file.hpp"

#include <array>
#include <fstream>
#include <stdexcept>

namespace test {

namespace {

/// What stands between the quotes at the end of a line, with its escapes taken back.
std::string unquoted(std::string_view line)
{
    const std::size_t begin = line.find('"');
    if (begin == line.npos || line.size() < begin + 2 || line.back() != '"')
        throw std::runtime_error{"no quoted text: " + std::string{line}};
    std::string text;
    for (std::size_t i = begin + 1; i + 1 < line.size(); ++i) {
        if (line[i] == '\\')
            text += line[++i] == 'n' ? '\n' : line[i];
        else
            text += line[i];
    }
    return text;
}

} // namespace

std::vector<PoEntry> read_po(const std::string& path)
{
    std::ifstream file{path};
    if (!file)
        throw std::runtime_error{path + " cannot be read"};
    std::vector<PoEntry> entries;
    PoEntry entry;
    std::string* field = nullptr;
    const auto finish = [&] {
        if (!entry.english.empty())
            entries.push_back(entry);
        entry = {};
        field = nullptr;
    };
    const std::array fields{std::pair{"msgctxt ", &PoEntry::context}, std::pair{"msgid ", &PoEntry::english},
        std::pair{"msgstr ", &PoEntry::translation}};
    for (std::string line; std::getline(file, line);) {
        if (line.empty()) {
            finish();
        } else if (line[0] == '#') {
            entry.comments.push_back(line);
        } else {
            for (const auto& [keyword, member] : fields)
                if (line.starts_with(keyword))
                    field = &(entry.*member);
            if (!field)
                throw std::runtime_error{path + ": no part of an entry: " + line};
            *field += unquoted(line);
        }
    }
    finish();
    return entries;
}

} // namespace test
