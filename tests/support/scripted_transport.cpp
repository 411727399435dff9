// SPDX-License-Identifier: Apache-2.0
#include "support/scripted_transport.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

#include <exception>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace test {

namespace {

[[noreturn]] void fail(std::size_t line, const std::string& step, const std::string& sentence)
{
    throw std::runtime_error{
        "script line " + std::to_string(line) + (step.empty() ? "" : " (" + step + ")") + ": " + sentence};
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t start = text.find_first_not_of(" \t");
    return start == std::string_view::npos ? std::string_view{} : text.substr(start);
}

} // namespace

ScriptedTransport::ScriptedTransport(std::string_view script)
{
    std::istringstream lines{std::string{script}};
    std::string step;
    std::size_t number = 0;
    bool answer_due = false;
    for (std::string raw; std::getline(lines, raw);) {
        ++number;
        const std::string_view line = trimmed(raw);
        if (line.empty() || line[0] == '#')
            continue;
        if (line.starts_with("step ")) {
            step = line.substr(5);
        } else if (line[0] == '>' && !answer_due) {
            exchanges_.push_back({number, step, card::from_hex(trimmed(line.substr(1))), {}});
            answer_due = true;
        } else if (line[0] == '<' && answer_due) {
            exchanges_.back().answer = card::from_hex(trimmed(line.substr(1)));
            answer_due = false;
        } else {
            fail(number, step, "neither step, nor command and answer in turn");
        }
    }
    if (answer_due)
        fail(number, step, "the last command has no answer");
}

ScriptedTransport::~ScriptedTransport()
{
    if (std::uncaught_exceptions() == 0 && !finished())
        ADD_FAIL_CHECK_AT(__FILE__, __LINE__,
            "script line " << exchanges_[next_].line << ": this command and what follows were never sent");
}

std::string ScriptedTransport::read(std::string_view name)
{
    const std::string path = std::string{CARD_TEST_DATA "/scripts/"} + std::string{name};
    std::ifstream file{path};
    if (!file)
        throw std::runtime_error{path + ": missing"};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

card::Bytes ScriptedTransport::exchange(card::ByteView command)
{
    if (finished())
        throw std::runtime_error{"script is over, but this command came: " + card::to_hex(command)};
    const Exchange& expected = exchanges_[next_];
    if (!card::equal(command, expected.command))
        fail(expected.line, expected.step,
            "expected " + card::to_hex(expected.command) + ", but this command came: " + card::to_hex(command));
    ++next_;
    return expected.answer;
}

} // namespace test
