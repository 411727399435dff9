// SPDX-License-Identifier: Apache-2.0
// po/lo.po: complete, usable, honest about its review, in the words of docs/glossary.md.
#include "cli/glossary.hpp"
#include "cli/po_file.hpp"

#include "card/text/canonical.hpp"
#include "card/text/spelling.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace {

const std::vector<test::PoEntry>& entries()
{
    static const auto read = test::read_po(CARD_TEST_DATA "/../po/lo.po");
    return read;
}

const test::Glossary& glossary()
{
    static const auto read = test::read_glossary(CARD_TEST_DATA "/../docs/glossary.md");
    return read;
}

/// The `{name}` of a text, sorted.
std::vector<std::string> placeholders(const std::string& text)
{
    std::vector<std::string> found;
    for (std::size_t at = text.find('{'); at != text.npos; at = text.find('{', at + 1))
        found.push_back(text.substr(at, text.find('}', at) - at + 1));
    std::sort(found.begin(), found.end());
    return found;
}

/// The words of Lao letters in a text that may hold others.
std::vector<std::string> lao_words(const std::string& text)
{
    std::vector<std::string> words{""};
    for (std::size_t i = 0; i < text.size();) {
        // U+0E80 to U+0EFF is E0 BA xx and E0 BB xx
        const bool lao = i + 2 < text.size() && text[i] == '\xE0' && (text[i + 1] == '\xBA' || text[i + 1] == '\xBB');
        if (lao)
            words.back() += text.substr(i, 3);
        else if (!words.back().empty())
            words.emplace_back();
        i += lao ? 3 : 1;
    }
    return words;
}

} // namespace

TEST_CASE("lao texts: every text has one, with the same placeholders, ends and no doubt")
{
    CHECK(entries().size() > 300);
    for (const auto& entry : entries()) {
        const std::string& english = entry.english;
        const std::string& lao = entry.translation;
        CAPTURE(entry.context);
        CAPTURE(english);
        CHECK(!lao.empty());
        CHECK(placeholders(lao) == placeholders(english));
        CHECK(lao.ends_with(' ') == english.ends_with(' '));
        CHECK(lao.ends_with('.') == english.ends_with('.'));
        for (const std::string& comment : entry.comments) {
            CHECK(!comment.starts_with("#~"));
            CHECK(comment.find("fuzzy") == comment.npos);
        }
    }
}

TEST_CASE("lao texts: each says who reviewed it, and only who stands in the glossary did")
{
    for (const auto& entry : entries()) {
        CAPTURE(entry.context);
        CAPTURE(entry.english);
        std::vector<std::string> marks;
        for (const std::string& comment : entry.comments)
            if (comment.starts_with("# review: "))
                marks.push_back(comment.substr(10));
        REQUIRE(marks.size() == 1);
        const std::string reviewer = marks[0].substr(0, marks[0].find(", "));
        const auto& known = glossary().reviewers;
        CHECK((marks[0] == "none" || std::find(known.begin(), known.end(), reviewer) != known.end()));
    }
}

TEST_CASE("lao texts: canonical Lao, spelled by the rules")
{
    for (const auto& entry : entries()) {
        CAPTURE(entry.translation);
        CHECK(card::text::canonical(entry.translation) == entry.translation);
        for (const std::string& word : lao_words(entry.translation)) {
            CAPTURE(word);
            CHECK((word == "ໆ" || !card::text::spelling_problem(word)));
        }
    }
}

TEST_CASE("lao texts: the words of the glossary")
{
    for (const auto& entry : entries())
        for (const test::Term* term : glossary().terms_in(entry.english)) {
            CAPTURE(entry.english);
            CAPTURE(entry.translation);
            CAPTURE(term->english.front());
            const auto used = [&](const std::string& word) {
                return entry.translation.find(word) != std::string::npos;
            };
            CHECK(std::any_of(term->lao.begin(), term->lao.end(), used));
        }
}

TEST_CASE("lao texts: every term is used, or is not needed in the glossary")
{
    std::vector<const test::Term*> used;
    for (const auto& entry : entries())
        for (const test::Term* term : glossary().terms_in(entry.english))
            used.push_back(term);
    for (const test::Term& term : glossary().terms) {
        CAPTURE(term.english.front());
        CHECK(std::find(used.begin(), used.end(), &term) != used.end());
    }
}

TEST_CASE("glossary: the longest term counts, as a whole word, capitals as they are")
{
    const test::Glossary glossary{
        .terms = {{{"card", "cards"}, {"a"}}, {{"blank card"}, {"b"}}, {{"CAN"}, {"c"}}}, .reviewers = {}};
    const auto words = [&](const std::string& text) {
        std::string all;
        for (const test::Term* term : glossary.terms_in(text))
            all += term->lao.front();
        return all;
    };
    CHECK(words("A blank card.") == "b");
    CHECK(words("Cards and a Blank Card") == "ba");
    CHECK(words("It can be discarded") == "");
    CHECK(words("The CAN of a card") == "ac");
}
