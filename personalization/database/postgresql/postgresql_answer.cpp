// SPDX-License-Identifier: Apache-2.0
#include "database/postgresql/postgresql_answer.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"

#include <charconv>

namespace perso::store {

namespace {

namespace type {
constexpr Oid boolean = 16, bytes = 17, int8 = 20, int2 = 21, int4 = 23, text = 25, varchar = 1043, numeric = 1700;
}

std::int64_t number_of(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), number);
    card::require(wrong == std::errc{} && end == text.data() + text.size(), card::Errc::store_failed, "store",
        "a number that is none");
    return number;
}

} // namespace

Row::Cell PostgresqlAnswer::cell(int line, int column) const
{
    PGresult* const result = result_.get();
    if (PQgetisnull(result, line, column) == 1)
        return nullptr;
    const std::string_view text{
        PQgetvalue(result, line, column), static_cast<std::size_t>(PQgetlength(result, line, column))};
    switch (PQftype(result, column)) {
    case type::boolean:
        return std::int64_t{text == "t"};
    case type::int2:
    case type::int4:
    case type::int8:
    case type::numeric:
        return number_of(text);
    case type::bytes:
        return card::from_hex(text.substr(2)); // "\x…"
    case type::text:
    case type::varchar:
        return std::string{text};
    default:
        throw card::Error{card::Errc::internal, card::Step{"SQL"}, "a column of a type that has no place here"};
    }
}

std::int64_t PostgresqlAnswer::number(int line, int column) const
{
    const Row::Cell value = cell(line, column);
    const auto* found = std::get_if<std::int64_t>(&value);
    card::require(found != nullptr, card::Errc::store_failed, "store", "a column of another kind");
    return *found;
}

std::int64_t PostgresqlAnswer::changed() const
{
    const std::string_view count = PQcmdTuples(result_.get());
    return count.empty() ? 0 : number_of(count); // a statement that changes no rows says nothing
}

bool PostgresqlAnswer::is_good() const
{
    const ExecStatusType status = PQresultStatus(result_.get());
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

std::string PostgresqlAnswer::state() const
{
    const char* given = PQresultErrorField(result_.get(), PG_DIAG_SQLSTATE);
    return given ? given : "";
}

std::string PostgresqlAnswer::error() const
{
    return PQresultErrorMessage(result_.get());
}

} // namespace perso::store
