// SPDX-License-Identifier: Apache-2.0
#include "store/postgresql/errors.hpp"

#include "card/base/error.hpp"
#include "store/database.hpp"

#include <pqxx/pqxx>

namespace perso::store {

namespace {

std::string first_line(const char* text)
{
    const std::string whole = text;
    return whole.substr(0, whole.find('\n'));
}

bool begins(const std::string& state, std::string_view with)
{
    return std::string_view{state}.starts_with(with);
}

} // namespace

void rethrow(const std::exception& exception, bool connected)
{
    using card::Errc;
    std::string state;
    if (const auto* sql = dynamic_cast<const pqxx::sql_error*>(&exception))
        state = sql->sqlstate();
    if (state == "40001" || state == "40P01") // serialization failure, deadlock
        throw ChangeMet{};
    if (begins(state, "53"))
        throw card::Error{Errc::disk_full, card::Step{"store"}, first_line(exception.what())};
    // 08 connection, 57P01 to 57P05 the server ends, begins, or closed an idle session
    if (!connected || begins(state, "08") || begins(state, "57P") ||
        dynamic_cast<const pqxx::broken_connection*>(&exception) ||
        dynamic_cast<const pqxx::in_doubt_error*>(&exception))
        throw card::Error{Errc::store_gone, card::Step{"store"}, "the database server does not answer"};
    throw card::Error{Errc::store_failed, card::Step{"store"}, first_line(exception.what())}.with_field(state);
}

} // namespace perso::store
