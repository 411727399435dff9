// SPDX-License-Identifier: Apache-2.0
#include "commands/options.hpp"

#include "support/throws.hpp"

#include <CLI/CLI.hpp>
#include <doctest/doctest.h>

#include <chrono>
#include <optional>
#include <string>

using card::Errc;
using test::error_of;
using namespace std::chrono_literals;

namespace {

/// A command with these options alone.
struct Command {
    card::cli::Program program{.name = "idcard-station",
        .version = "1",
        .arguments = {},
        .catalogue = card::cli::Catalogue{card::cli::Language::english, ""},
        .json = false};
    perso::Context context{program};
    CLI::App app;
};

std::optional<Errc> error_of_reference(const std::string& reference)
{
    return error_of([&] { perso::require_reference(reference); });
}

} // namespace

TEST_CASE("options: who acts must be said, unless the command says otherwise")
{
    Command command;
    std::string person;
    CLI::Option* const as = perso::add_person_option(command.app, "Who does it", person);
    CHECK_THROWS_AS(command.app.parse(""), CLI::RequiredError);
    command.app.parse("--as noy");
    CHECK(person == "noy");

    as->required(false);
    command.app.parse("");
    CHECK(as->count() == 0);
}

TEST_CASE("options: one step may take from 5 to 600 seconds")
{
    Command command;
    unsigned seconds = 60;
    perso::add_timeout_option(command.app, command.context, seconds);
    command.app.parse("");
    CHECK(seconds == 60U);
    for (const unsigned good : {5U, 600U}) {
        command.app.parse("--timeout " + std::to_string(good));
        CHECK(seconds == good);
    }
    for (const char* bad : {"4", "601", "-5", "soon"})
        CHECK_THROWS_AS(command.app.parse("--timeout " + std::string{bad}), CLI::ParseError);
}

TEST_CASE("options: without --wait a card is waited for for ever")
{
    Command command;
    std::optional<unsigned> wait;
    perso::add_wait_option(command.app, command.context, wait);
    command.app.parse("");
    CHECK_FALSE(perso::patience(wait));
    command.app.parse("--wait 0");
    CHECK(perso::patience(wait) == 0s);
    command.app.parse("--wait 90");
    CHECK(perso::patience(wait) == 90s);
}

TEST_CASE("options: a reference is one line of printable text of at most 64 bytes")
{
    CHECK_FALSE(error_of_reference(""));
    CHECK_FALSE(error_of_reference("report 17/2026"));
    CHECK_FALSE(error_of_reference("\xE0\xBA\xA5\xE0\xBA\xB2\xE0\xBA\xA7")); // Lao letters
    CHECK_FALSE(error_of_reference(std::string(64, 'a')));
    CHECK(error_of_reference(std::string(65, 'a')) == Errc::usage);
    CHECK(error_of_reference("one\ntwo") == Errc::usage);
    CHECK(error_of_reference("\xE2\x80\xAE to the left") == Errc::usage); // right-to-left override
    CHECK(error_of_reference("\xFF") == Errc::usage);
}
