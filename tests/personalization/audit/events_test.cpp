// SPDX-License-Identifier: Apache-2.0
// The events of the journal have one list: what is written, asked for and documented stands in journal/events.hpp.
#include "database/sql/files.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

/// The texts of the constants, as the header lists them.
std::vector<std::string> listed_events()
{
    std::ifstream file{CARD_TEST_DATA "/../personalization/journal/events.hpp"};
    const std::regex constant{"^inline constexpr std::string_view [a-z_]+ = \"([^\"]+)\";$"};
    std::vector<std::string> events;
    for (std::string line; std::getline(file, line);) {
        std::smatch match;
        if (std::regex_match(line, match, constant))
            events.push_back(match[1]);
    }
    return events;
}

/// The first cells of the tables below the heading "Events" of docs/audit.md.
std::vector<std::string> documented_events()
{
    std::ifstream file{CARD_TEST_DATA "/../docs/audit.md"};
    const std::regex row{"^\\| `([^`]+)` \\|.*"};
    std::vector<std::string> events;
    bool inside = false;
    for (std::string line; std::getline(file, line);) {
        std::smatch match;
        if (line.starts_with("## "))
            inside = line == "## Events";
        else if (inside && std::regex_match(line, match, row))
            events.push_back(match[1]);
    }
    return events;
}

/// Names, literals with their quotes, and signs; no comments.
std::vector<std::string> words_of(std::string_view sql)
{
    const std::regex word{"--[^\n]*|'[^']*'|[A-Za-z_]+|[^ \nA-Za-z_]"};
    std::vector<std::string> words;
    const std::string text{sql};
    for (std::sregex_iterator at{text.begin(), text.end(), word}, end; at != end; ++at)
        if (const std::string found = at->str(); !found.starts_with("--"))
            words.push_back(found);
    return words;
}

/// What `event = '…'` and `event IN ('…', …)` compare with, there also as what a CASE comes to.
void add_events_of(const std::vector<std::string>& words, std::set<std::string>& events)
{
    for (std::size_t i = 0; i + 2 < words.size(); ++i) {
        if (words[i] != "event" || (words[i + 1] != "=" && words[i + 1] != "IN"))
            continue;
        int depth = 0;
        for (std::size_t j = i + 2; j < words.size(); ++j) {
            const std::string& word = words[j];
            if (word == "(" || word == "CASE")
                ++depth;
            else if (word == ")" || word == "END")
                --depth;
            else if (word.front() == '\'' && word != "''" && words[j - 1] != "WHEN")
                events.insert(word.substr(1, word.size() - 2));
            if (depth == 0)
                break;
        }
    }
}

/// An entry, a call of note() or a comparison that spells the event out.
bool spells_an_event(const std::string& line)
{
    static const std::regex spelled{"event [!=]?= \"|\\bnote\\([^\"]*, \"[a-z]"};
    return line.find('"') != line.npos && std::regex_search(line, spelled);
}

} // namespace

TEST_CASE("events: each text is there once")
{
    const auto listed = listed_events();
    CHECK(listed.size() > 70);
    CHECK(std::set<std::string>{listed.begin(), listed.end()}.size() == listed.size());
}

TEST_CASE("events: docs/audit.md has a line for each, and for nothing else")
{
    const auto listed = listed_events();
    const auto documented = documented_events();
    const std::set<std::string> in_header{listed.begin(), listed.end()};
    const std::set<std::string> in_document{documented.begin(), documented.end()};
    CHECK(in_document.size() == documented.size());
    for (const std::string& event : in_header) {
        CAPTURE(event);
        CHECK(in_document.contains(event));
    }
    for (const std::string& event : in_document) {
        CAPTURE(event);
        CHECK(in_header.contains(event));
    }
}

TEST_CASE("events: no statement asks for one that is not written")
{
    const auto listed = listed_events();
    const std::set<std::string> in_header{listed.begin(), listed.end()};
    std::set<std::string> asked;
    for (const perso::store::SqlFile& file : perso::store::sql_files())
        add_events_of(words_of(file.text), asked);
    CHECK(asked.contains("foreign-card"));
    CHECK(asked.contains("service done"));        // in a list
    CHECK(asked.contains("service begun again")); // what a CASE comes to
    CHECK_FALSE(asked.contains("service_done"));  // what it is asked
    for (const std::string& event : asked) {
        CAPTURE(event);
        CHECK(in_header.contains(event));
    }
}

TEST_CASE("events: no source file spells one out")
{
    CHECK(spells_an_event("    note(now, {.event = \"issued\", .card = card});"));
    CHECK(spells_an_event("    if (entry.event != \"checkpoint\")"));
    CHECK(spells_an_event("    note(database, card, \"found\", person, document_number, now);"));
    CHECK_FALSE(spells_an_event("    note(now, {.event = audit::events::import, .detail = \"again\"});"));
    for (const auto& entry : std::filesystem::recursive_directory_iterator{CARD_TEST_DATA "/../personalization"}) {
        const std::string extension = entry.path().extension().string();
        if (extension != ".cpp" && extension != ".hpp")
            continue;
        std::ifstream file{entry.path()};
        for (std::string line; std::getline(file, line);) {
            CAPTURE(entry.path().string());
            CAPTURE(line);
            CHECK_FALSE(spells_an_event(line));
        }
    }
}
