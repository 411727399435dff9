// SPDX-License-Identifier: Apache-2.0
#include "access_rules.hpp"
#include "situation.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <array>
#include <fstream>
#include <sstream>

using namespace refcard_test;
using test::TemporaryFolder;

namespace {

const std::filesystem::path specification{CARD_SPECIFICATION};
constexpr std::array states{LifeCycle::op_ready, LifeCycle::initialized, LifeCycle::secured};

const std::vector<AccessPart>& matrix()
{
    static const std::vector<AccessPart> parts = read_access_rules(specification / "access-rules.toml");
    return parts;
}

/// What the card answers to one command of a rule, after what the cell says went before.
std::string answer(const Situation& situation, Way way, const AccessRule& rule, const std::string& command)
{
    try {
        SituatedCard card{situation, way};
        if (!rule.before.empty())
            card.send(rule.before);
        return to_hex(big_endian(static_cast<unsigned>(card.send(command)), 2));
    } catch (const std::runtime_error& error) {
        return error.what();
    }
}

const char* name(Way way)
{
    constexpr std::array names{"CAN", "MRZ", "mapping", "Chip Authentication"};
    return names.at(static_cast<std::size_t>(way));
}

std::vector<Way> ways_to(const Situation& situation)
{
    if (situation.column.find("PACE") == std::string::npos)
        return {Way::can};
    return {Way::can, Way::mrz, Way::chip_authentication_mapping, Way::chip_authentication};
}

/// Every command of a rule in one cell, by every way that leads into it. Returns their number.
std::size_t drive(const Situation& situation, const AccessRule& rule, const std::string& expected)
{
    std::size_t driven = 0;
    for (const Way way : ways_to(situation)) {
        for (const std::string& command : rule.commands) {
            const std::string answered = answer(situation, way, rule, command);
            if (answered != expected)
                FAIL_CHECK(situation.application, ", ", situation.card, ", ", situation.column, ", state ",
                    to_hex(big_endian(static_cast<unsigned>(situation.state), 1)), ", ", name(way), ", ", rule.what,
                    ": ", command, " answers ", answered, ", the rule says ", expected);
            ++driven;
        }
    }
    return driven;
}

std::string tables_of_document()
{
    std::ifstream file{specification / "access-rules.md"};
    std::stringstream text;
    text << file.rdbuf();
    const std::string mark = "<!-- the matrix -->\n";
    const std::size_t begin = text.str().find(mark);
    return begin == std::string::npos ? "" : text.str().substr(begin + mark.size());
}

} // namespace

TEST_CASE("[ACC-13] every cell of the matrix, driven against the card")
{
    for (std::size_t state = 0; state < states.size(); ++state) {
        std::size_t driven = 0;
        for (const AccessPart& part : matrix()) {
            for (const AccessRule& rule : part.rules) {
                for (const std::string& card : rule.cards) {
                    for (std::size_t column = 0; column < part.columns.size(); ++column)
                        driven += drive({card, states[state], part.application, part.columns[column]}, rule,
                            rule.answers[state][column]);
                }
            }
        }
        CHECK(driven > 1000);
    }
}

TEST_CASE("[ACC-13] the tables of the document are the matrix")
{
    const std::string expected = to_markdown(matrix());
    CHECK_MESSAGE(tables_of_document() == expected, "the tables should read:\n", expected);
}

TEST_CASE("access rules: an incomplete matrix is refused")
{
    const auto refused = [](std::string_view text) {
        const TemporaryFolder folder;
        const auto path = folder / "broken.toml";
        std::ofstream{path} << text;
        CHECK_THROWS_AS(read_access_rules(path), std::runtime_error);
    };
    refused("");
    refused("[[part]]\napplication = \"a\"\n");
    const std::string part =
        "[[part]]\napplication = \"a\"\ncards = [\"adult\"]\ncolumns = [\"contact\"]\n[[part.rule]]\n";
    refused(part + "what = \"w\"\ncommands = [\"00\"]\n");
    refused(part + "what = \"w\"\nall = \"9000\"\n");
    refused(part + "what = \"w\"\ncommands = [\"00\"]\nall = \"9000 9000\"\n");
    refused(part + "what = \"w\"\ncommands = [\"00\"]\nall = \"9000\"\nsecured = \"6985\"\n");
    refused(part + "what = \"w\"\ncommands = [\"00\"]\nopen = \"9000\"\n");
}
