// SPDX-License-Identifier: Apache-2.0
#include "stock/blank.hpp"

#include "base/read_file.hpp"
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/crypto/hash.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace perso::stock {

namespace {

constexpr std::array names{
    std::pair{State::announced, "announced"},
    std::pair{State::vault, "vault"},
    std::pair{State::drawer, "drawer"},
    std::pair{State::handed_out, "handed_out"},
    std::pair{State::in_work, "in_work"},
    std::pair{State::issued, "issued"},
    std::pair{State::rejected, "rejected"},
    std::pair{State::revoked, "revoked"},
    std::pair{State::missing, "missing"},
    std::pair{State::destroyed, "destroyed"},
};

bool is_hex(std::string_view text)
{
    return text.size() == 2 * std::tuple_size_v<Kdd> && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
}

/// The first column, without blanks around it and without a byte order mark.
std::string_view first_column(std::string_view line)
{
    if (line.starts_with("\xEF\xBB\xBF"))
        line.remove_prefix(3);
    line = line.substr(0, line.find_first_of(",;\t"));
    const auto first = line.find_first_not_of(" \r");
    if (first == line.npos)
        return {};
    return line.substr(first, line.find_last_not_of(" \r") - first + 1);
}

[[noreturn]] void refuse_line(std::string_view sentence, const std::filesystem::path& file, long line)
{
    throw card::Error{card::Errc::usage, card::Step{"delivery list"}, sentence}
        .with_field(file.filename().string() + ":" + std::to_string(line))
        .with_number(line);
}

} // namespace

std::string_view name(State state)
{
    for (const auto& [value, text] : names)
        if (value == state)
            return text;
    return {};
}

std::optional<State> parse_state(std::string_view name)
{
    for (const auto& [value, text] : names)
        if (text == name)
            return value;
    return std::nullopt;
}

Kdd kdd_of(const store::Row& row, std::size_t column)
{
    return row.fixed<store::kdd_size>(column);
}

Kdd parse_kdd(std::string_view text)
{
    if (!is_hex(text))
        throw card::Error{card::Errc::usage, "a chip number has 20 hexadecimal digits"}.with_field(std::string{text});
    Kdd kdd;
    std::ranges::copy(card::from_hex(text), kdd.begin());
    return kdd;
}

std::vector<Kdd> read_delivery_list(const std::filesystem::path& file)
{
    const card::Bytes content = read_file(file);
    std::istringstream lines{std::string{card::as_text(content)}};
    std::vector<Kdd> chips;
    long number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        const std::string_view column = first_column(line);
        if (column.empty() || column.starts_with('#'))
            continue;
        if (is_hex(column))
            chips.push_back(parse_kdd(column));
        else if (!chips.empty() || number != 1)
            refuse_line("not a chip number of 20 hexadecimal digits", file, number);
    }
    if (chips.empty())
        refuse_line("no chip number at all", file, number);
    std::ranges::sort(chips);
    if (std::ranges::adjacent_find(chips) != chips.end())
        refuse_line("a chip number stands twice", file, number);
    return chips;
}

card::Bytes digest_of(std::vector<Kdd> chips)
{
    std::ranges::sort(chips);
    card::crypto::Hasher hasher{card::crypto::Hash::sha256};
    for (const Kdd& kdd : chips)
        hasher.update(kdd);
    return hasher.finish();
}

} // namespace perso::stock
