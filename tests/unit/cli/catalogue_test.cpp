// SPDX-License-Identifier: Apache-2.0
#include "card/cli/catalogue.hpp"

#include "support/variable.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <regex>
#include <set>

using namespace card;
using namespace card::cli;

namespace {

struct Entry {
    std::string context;
    std::string english;
};

/// The entries of po/idcard.pot, which holds every text of every program, one line for each string.
std::vector<Entry> all_texts()
{
    std::ifstream file{std::string{CARD_TEST_DATA} + "/../po/idcard.pot"};
    std::vector<Entry> entries;
    const auto content = [](const std::string& line) {
        const auto begin = line.find('"') + 1;
        std::string text = line.substr(begin, line.rfind('"') - begin);
        for (auto at = text.find("\\\""); at != std::string::npos; at = text.find("\\\"", at))
            text.erase(at, 1);
        return text;
    };
    std::string context;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("msgctxt "))
            context = content(line);
        if (!line.starts_with("msgid "))
            continue;
        if (const std::string english = content(line); !english.empty())
            entries.push_back({context, english});
        context.clear();
    }
    return entries;
}

std::string translate(const Catalogue& catalogue, const Entry& entry)
{
    return entry.context.empty() ? catalogue.text(entry.english.c_str()) : catalogue.text(entry.context, entry.english);
}

std::multiset<std::string> placeholders(const std::string& text)
{
    static const std::regex form{"\\{[^}]*\\}"};
    std::multiset<std::string> found;
    for (std::sregex_iterator at{text.begin(), text.end(), form}, end; at != end; ++at)
        found.insert(at->str());
    return found;
}

} // namespace

TEST_CASE("catalogue: every text exists in Lao, with the same placeholders")
{
    const Catalogue lao{Language::lao};
    const auto entries = all_texts();
    REQUIRE(entries.size() > 300);
    for (const Entry& entry : entries) {
        INFO(entry.context << " " << entry.english);
        const std::string translated = translate(lao, entry);
        CHECK(translated != entry.english);
        CHECK(placeholders(translated) == placeholders(entry.english));
    }
}

TEST_CASE("catalogue: the message table is part of it")
{
    const Catalogue lao{Language::lao};
    for (const Message& message : all_messages())
        for (const Part part : {Part::happened, Part::advice, Part::helpdesk}) {
            INFO(message.identifier);
            CHECK(lao.text(message, part) != english(message, part));
        }
}

TEST_CASE("catalogue: the vowel AM is written as one character")
{
    const Catalogue lao{Language::lao};
    const std::regex two_characters{"\u0ECD(\u0EC8|\u0EC9|\u0ECA|\u0ECB)?\u0EB2"};
    for (const Entry& entry : all_texts()) {
        INFO(entry.english);
        CHECK(!std::regex_search(translate(lao, entry), two_characters));
    }
}

TEST_CASE("catalogue: two languages at once, English without any file")
{
    const Catalogue lao{Language::lao};
    const Catalogue english{Language::english, ""};
    CHECK(english.text("Show this help") == "Show this help");
    CHECK(lao.text("Show this help") == "ສະແດງວິທີໃຊ້ນີ້");
    CHECK(english.text("VERDICT-GENUINE/headline", "GENUINE") == "GENUINE");
    CHECK(lao.text("VERDICT-GENUINE/headline", "GENUINE") == "ບັດແທ້");
    CHECK(lao.text("VERDICT-UNHEARD-OF/headline", "GENUINE") == "GENUINE"); // the context counts
}

TEST_CASE("catalogue: placeholders are filled in both languages")
{
    const Error error = Error{Errc::reader_not_found, "x"}.with_field("ACS");
    CHECK(Catalogue{Language::english}.text(error, Part::happened) == "No attached reader has this name: ACS.");
    CHECK(Catalogue{Language::lao}.text(error, Part::happened).ends_with(": ACS."));
}

TEST_CASE("catalogue: a folder without a catalogue gives English")
{
    CHECK(Catalogue{Language::lao, "/nonexistent"}.text("Show this help") == "Show this help");
}

TEST_CASE("catalogue: the language of the environment")
{
    const auto with = [](const char* all, const char* messages, const char* lang) {
        const test::Variable set_all{"LC_ALL", all};
        const test::Variable set_messages{"LC_MESSAGES", messages};
        const test::Variable set_lang{"LANG", lang};
        return language_of_environment();
    };
    CHECK(with(nullptr, nullptr, nullptr) == Language::english);
    CHECK(with(nullptr, nullptr, "lo_LA.UTF-8") == Language::lao);
    CHECK(with(nullptr, "en_US.UTF-8", "lo_LA.UTF-8") == Language::english);
    CHECK(with("lo", "en_US.UTF-8", "C") == Language::lao);
    CHECK(with("", "", "lo.UTF-8") == Language::lao);
    CHECK(with(nullptr, nullptr, "low_DE") == Language::english);

    CHECK(language("lo") == Language::lao);
    CHECK_THROWS_AS(language("fr"), Error);
}
