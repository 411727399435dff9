// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/plan.hpp"

#include "idcard/setup/take_until.hpp"

#include "card/cli/printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace idcard::setup {

namespace {

std::vector<std::string_view> lines_of(const Content& content)
{
    std::vector<std::string_view> lines;
    std::string_view rest = content ? *content : std::string_view{};
    while (!rest.empty())
        lines.push_back(take_until(rest, '\n'));
    return lines;
}

bool is_binary(const Content& content)
{
    return content && content->find('\0') != std::string::npos;
}

} // namespace

bool Plan::changes() const
{
    return std::ranges::any_of(edits, &Edit::changes);
}

std::vector<std::string> differences(const Content& current, const Content& after)
{
    if (is_binary(current) || is_binary(after))
        return {fmt::format("{} ({} B)", after ? "+" : "-", after ? after->size() : current->size())};
    const auto old_lines = lines_of(current);
    const auto new_lines = lines_of(after);
    std::span<const std::string_view> gone{old_lines};
    std::span<const std::string_view> come{new_lines};
    while (!gone.empty() && !come.empty() && gone.front() == come.front()) {
        gone = gone.subspan(1);
        come = come.subspan(1);
    }
    while (!gone.empty() && !come.empty() && gone.back() == come.back()) {
        gone = gone.first(gone.size() - 1);
        come = come.first(come.size() - 1);
    }
    std::vector<std::string> out;
    for (const auto line : gone)
        out.push_back("- " + card::cli::printable(line));
    for (const auto line : come)
        out.push_back("+ " + card::cli::printable(line));
    return out;
}

} // namespace idcard::setup
