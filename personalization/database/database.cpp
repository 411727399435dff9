// SPDX-License-Identifier: Apache-2.0
#include "database/database.hpp"

#include "card/base/error.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace perso::store {

namespace {

[[noreturn]] void unexpected()
{
    throw card::Error{card::Errc::store_failed, card::Step{"store"}, "a column of another kind"};
}

template <typename Kind>
Kind cell(const Row::Cell& value)
{
    if (const auto* wanted = std::get_if<Kind>(&value))
        return *wanted;
    if (!std::holds_alternative<std::nullptr_t>(value))
        unexpected();
    return {};
}

} // namespace

std::int64_t Row::number(std::size_t column) const
{
    const auto* value = std::get_if<std::int64_t>(&cells_.at(column));
    if (!value)
        unexpected();
    return *value;
}

std::string Row::text(std::size_t column) const
{
    return cell<std::string>(cells_.at(column));
}

card::Bytes Row::bytes(std::size_t column) const
{
    return cell<card::Bytes>(cells_.at(column));
}

void Row::copy(std::size_t column, std::span<std::uint8_t> to) const
{
    const card::Bytes value = bytes(column);
    card::require(value.size() == to.size(), card::Errc::store_failed, "store", "a value of another length");
    std::ranges::copy(value, to.begin());
}

bool Row::is_null(std::size_t column) const
{
    return std::holds_alternative<std::nullptr_t>(cells_.at(column));
}

std::optional<Row> Database::row(std::string_view statement, Bindings bindings)
{
    Rows found = rows(statement, bindings);
    if (found.empty())
        return std::nullopt;
    return std::move(found.front());
}

std::int64_t Database::number(std::string_view statement, Bindings bindings)
{
    const auto found = row(statement, bindings);
    card::require(found.has_value(), card::Errc::store_failed, "store", "a row is missing");
    return found->number(0);
}

void Database::wait_before(int attempt)
{
    constexpr int most_attempts = 8;
    if (attempt == most_attempts)
        throw;
    std::this_thread::sleep_for(std::chrono::milliseconds{5 << attempt});
}

} // namespace perso::store
