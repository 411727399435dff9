// SPDX-License-Identifier: Apache-2.0
#include "card/cli/messages.hpp"

#include "message_tables.hpp"

#include "card/base/date.hpp"

#include <fmt/format.h>

#include <utility>
#include <vector>

namespace card::cli {

std::string_view english(const Message& message, Part part)
{
    switch (part) {
    case Part::happened:
        return message.happened;
    case Part::advice:
        return message.advice;
    case Part::helpdesk:
        return message.helpdesk;
    }
    return {};
}

std::string_view name(Part part)
{
    switch (part) {
    case Part::happened:
        return "what";
    case Part::advice:
        return "do";
    case Part::helpdesk:
        return "tell";
    }
    return {};
}

std::span<const Message> all_messages()
{
    static const std::vector<Message> all = [] {
        std::vector<Message> joined;
        for (const auto part : {tables::data(), tables::card(), tables::verdict(), tables::program(), tables::station(),
                 tables::issuing()})
            joined.insert(joined.end(), part.begin(), part.end());
        return joined;
    }();
    return all;
}

const Message& message(Errc code)
{
    return all_messages()[static_cast<std::size_t>(code)];
}

std::string_view identifier(Errc code)
{
    return message(code).identifier;
}

ExitCode exit_code(Errc code)
{
    return message(code).exit;
}

namespace {

/// A number that counts days since 1970.
std::string day_text(long number)
{
    constexpr long longest = 3'000'000; // some 8,000 years
    if (number < 0 || number > longest)
        return "-";
    return to_text(Date{std::chrono::sys_days{std::chrono::days{number}}});
}

} // namespace

std::string fill(std::string_view text, const Error& error)
{
    const auto or_dash = [](std::string value) { return value.empty() ? std::string{"-"} : value; };
    const std::pair<std::string_view, std::string> values[] = {
        {"{field}", or_dash(error.field())},
        {"{number}", error.number() ? std::to_string(*error.number()) : "-"},
        {"{day}", error.number() ? day_text(*error.number()) : "-"},
        {"{step}", or_dash(error.step())},
        {"{status}", error.status_word() ? fmt::format("{:04X}", error.status_word()->value) : "-"},
    };

    std::string out;
    while (!text.empty()) {
        const auto open = std::min(text.find('{'), text.size());
        out += text.substr(0, open);
        text.remove_prefix(open);
        if (text.empty())
            break;
        const auto* const value =
            std::ranges::find_if(values, [text](const auto& candidate) { return text.starts_with(candidate.first); });
        if (value == std::end(values)) { // a brace that opens no placeholder
            out += text.front();
            text.remove_prefix(1);
        } else {
            out += value->second;
            text.remove_prefix(value->first.size());
        }
    }
    return out;
}

} // namespace card::cli
