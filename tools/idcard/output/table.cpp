// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/table.hpp"

#include "card/cli/printable.hpp"

#include <fmt/format.h>

namespace idcard {

std::string table(const Rows& rows, std::size_t indent)
{
    std::size_t width = 0;
    for (const auto& [label, value] : rows)
        if (!value.empty())
            width = std::max(width, card::cli::columns(label));
    std::string out;
    for (const auto& [label, value] : rows)
        if (!value.empty())
            out += fmt::format("{:{}}{}  {}\n", "", indent, card::cli::pad(label, width), value);
    return out;
}

} // namespace idcard
