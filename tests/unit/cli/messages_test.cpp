// SPDX-License-Identifier: Apache-2.0
#include "card/cli/messages.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

using namespace card;
using namespace card::cli;

namespace {

/// The enumerators of Errc as the header lists them.
std::vector<std::string> enumerators()
{
    std::ifstream file{std::string{CARD_TEST_DATA} + "/../libcard/include/card/base/errc.hpp"};
    std::vector<std::string> names;
    const std::regex line{"^    ([a-z_]+),?( .*)?$"};
    for (std::string text; std::getline(file, text);) {
        std::smatch match;
        if (std::regex_match(text, match, line))
            names.push_back(match[1]);
    }
    return names;
}

} // namespace

TEST_CASE("messages: every Errc has one message, in the order of the enumeration")
{
    const auto names = enumerators();
    REQUIRE(names.size() >= 90);
    REQUIRE(all_messages().size() == names.size());
    CHECK(static_cast<std::size_t>(card::last_errc) + 1 == names.size());
    for (std::size_t i = 0; i < names.size(); ++i) {
        INFO(names[i]);
        CHECK(static_cast<std::size_t>(all_messages()[i].code) == i);
    }
}

TEST_CASE("messages: identifiers are unique and well formed, no part is empty, placeholders are known")
{
    const std::regex form{"(CARD|TRUST|PROGRAM|HSM|STATION)(-[A-Z]+)+"};
    const std::regex placeholder{"\\{[^}]*\\}"};
    std::set<std::string> seen;
    for (const Message& entry : all_messages()) {
        const std::string id{entry.identifier};
        INFO(id);
        CHECK(std::regex_match(id, form));
        CHECK(seen.insert(id).second);
        for (const Part part : {Part::happened, Part::advice, Part::helpdesk}) {
            const std::string text{english(entry, part)};
            CHECK(!text.empty());
            CHECK(text.ends_with('.'));
            for (std::sregex_iterator at{text.begin(), text.end(), placeholder}, end; at != end; ++at)
                CHECK(std::set<std::string>{"{field}", "{number}", "{day}", "{step}", "{status}"}.contains(at->str()));
        }
    }
}

TEST_CASE("messages: exit codes of the conditions that scripts ask for")
{
    CHECK(exit_code(Errc::no_reader) == ExitCode::undetermined);
    CHECK(exit_code(Errc::no_card) == ExitCode::undetermined);
    CHECK(exit_code(Errc::card_removed) == ExitCode::undetermined);
    CHECK(exit_code(Errc::can_wrong) == ExitCode::undetermined);
    CHECK(exit_code(Errc::no_trust_anchor) == ExitCode::undetermined);
    CHECK(exit_code(Errc::chip_not_genuine) == ExitCode::not_genuine);
    CHECK(exit_code(Errc::document_expired) == ExitCode::genuine_not_valid);
    CHECK(exit_code(Errc::usage) == ExitCode::usage);
    CHECK(exit_code(Errc::service_unavailable) == ExitCode::failed);
    CHECK(exit_code(Errc::file_unreadable) == ExitCode::failed);
}

TEST_CASE("messages: placeholders are filled from the error, what it lacks is a dash, other braces stay")
{
    const Error status{Errc::unexpected_status, Step{"PACE step 1"}, StatusWord{0x6A80}};
    CHECK(fill("at {step}: {status} {field} {number} {other} {", status) == "at PACE step 1: 6A80 - - {other} {");

    const Error line = Error{Errc::config_invalid, "unknown key"}.with_field("office.toml: nmae").with_number(12);
    CHECK(fill(message(Errc::config_invalid).happened, line) ==
          "A configuration file is wrong in line 12: office.toml: nmae.");

    const Error clock = Error{Errc::clock_before_build, "x"}.with_field("2021-01-05").with_number(20'779);
    CHECK(fill(message(Errc::clock_before_build).happened, clock) ==
          "This computer's clock says 2021-01-05, it cannot be before 2026-11-22.");
    for (const long number : {-1L, 3'000'001L})
        CHECK(fill("{day}", Error{Errc::clock_before_build, "x"}.with_number(number)) == "-");
}

TEST_CASE("messages: what an error carries is not taken for a placeholder")
{
    const Error error = Error{Errc::usage, "x"}.with_field("{step}");
    CHECK(fill("<{field}>", error) == "<{step}>");
}
