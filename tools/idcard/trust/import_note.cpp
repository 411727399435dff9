// SPDX-License-Identifier: Apache-2.0
#include "idcard/trust/import_note.hpp"

#include "card/base/error.hpp"
#include "card/trust/package_contents.hpp"

#include <charconv>

namespace idcard {

namespace {

constexpr std::string_view before = "# The clock of this computer when the package was installed.\nclock = ";

} // namespace

std::string import_note(card::Time clock)
{
    return std::string{before} + card::trust::utc_text(clock) + "\n";
}

card::Time parse_import_note(std::string_view text)
{
    // Written by this program alone: read back exactly, or not at all.
    const auto fail = [] { return card::Error{card::Errc::trust_data_invalid, "import.toml is damaged"}; };
    if (!text.starts_with(before) || text.size() != before.size() + std::string_view{"2026-11-22T00:00:00Z\n"}.size())
        throw fail();
    const std::string_view at = text.substr(before.size());
    const auto number = [&](std::size_t from, std::size_t count) {
        int value = 0;
        const auto [end, failure] = std::from_chars(at.data() + from, at.data() + from + count, value);
        if (failure != std::errc{} || end != at.data() + from + count || value < 0)
            throw fail();
        return value;
    };
    const card::Date day = std::chrono::year{number(0, 4)} / number(5, 2) / number(8, 2);
    if (!day.ok())
        throw fail();
    const card::Time clock = card::start_of(day) + std::chrono::hours{number(11, 2)} +
                             std::chrono::minutes{number(14, 2)} + std::chrono::seconds{number(17, 2)};
    if (import_note(clock) != text)
        throw fail();
    return clock;
}

} // namespace idcard
