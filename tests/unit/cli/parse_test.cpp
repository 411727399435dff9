// SPDX-License-Identifier: Apache-2.0
#include "card/cli/parse.hpp"

#include <CLI/CLI.hpp>
#include <doctest/doctest.h>

using namespace card;
using namespace card::cli;

namespace {

struct Outcome {
    bool ran = false;
    std::optional<Errc> refused;
    std::string field;
};

/// A program with one command `verify [--reader NAME] --need X`.
Outcome run(std::vector<std::string> arguments)
{
    const Program program{"idcard", "0.1.0", std::move(arguments), Catalogue{Language::english, ""}, false};
    CLI::App app;
    prepare(app, program);
    app.require_subcommand(1);
    Outcome outcome;
    CLI::App* verify = app.add_subcommand("verify", "");
    std::string reader;
    int need = 0;
    verify->add_option("-r,--reader", reader, "");
    verify->add_option("--need", need, "")->required();
    verify->callback([&outcome] { outcome.ran = true; });
    try {
        parse(app, program);
    } catch (const Error& error) {
        outcome.refused = error.code();
        outcome.field = error.field();
    }
    return outcome;
}

} // namespace

TEST_CASE("parse: a complete command line runs the command; shared options may stand behind it")
{
    CHECK(run({"verify", "--need", "1"}).ran);
    CHECK(run({"--lang", "lo", "verify", "--need", "1"}).ran);
    CHECK(run({"verify", "--need", "1", "--lang", "lo", "--json"}).ran);
}

TEST_CASE("parse: each kind of mistake is a usage error that names the option")
{
    const std::pair<std::vector<std::string>, std::string> mistakes[] = {
        {{}, "a command is missing"},
        {{"verfiy"}, "no such command"},
        {{"--frob"}, "unknown option --frob"},
        {{"--frob=240680"}, "unknown option --frob"},
        {{"verify"}, "--need is missing"},
        {{"verify", "--need", "1", "--frob"}, "unknown option --frob"},
        {{"verify", "--need", "x"}, "the value of --need"},
        {{"verify", "--need"}, "the value of --need"},
    };
    for (const auto& [arguments, field] : mistakes) {
        const Outcome outcome = run(arguments);
        CHECK(outcome.refused == Errc::usage);
        CHECK(outcome.field == field);
        CHECK(!outcome.ran);
    }
}

TEST_CASE("parse: a value is never repeated, it might be a secret")
{
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"verify", "--need", "1", "--can=240680"},
             {"verify", "--need", "1", "--can", "240680"}, {"verify", "--need", "1", "240680"},
             {"verify", "--need", "240680x"}, {"240680"}}) {
        const Outcome outcome = run(arguments);
        CHECK(outcome.refused == Errc::usage);
        CHECK(outcome.field.find("240680") == std::string::npos);
    }
}
