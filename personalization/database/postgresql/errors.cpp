// SPDX-License-Identifier: Apache-2.0
#include "database/postgresql/errors.hpp"

#include "card/base/error.hpp"
#include "database/database.hpp"

namespace perso::store {

namespace {

std::string first_line(const std::string& text)
{
    return text.substr(0, text.find('\n'));
}

bool begins(const std::string& state, std::string_view with)
{
    return std::string_view{state}.starts_with(with);
}

} // namespace

void throw_error(const std::string& state, const std::string& sentence, bool connected)
{
    using card::Errc;
    if (state == "40001" || state == "40P01") // serialization failure, deadlock
        throw ChangeMet{};
    if (begins(state, "53"))
        throw card::Error{Errc::disk_full, card::Step{"store"}, first_line(sentence)};
    // 08 connection, 57P01 to 57P05 the server ends, begins, or closed an idle session
    if (!connected || begins(state, "08") || begins(state, "57P"))
        throw card::Error{Errc::store_gone, card::Step{"store"}, "the database server does not answer"};
    throw card::Error{Errc::store_failed, card::Step{"store"}, first_line(sentence)}.with_field(state);
}

} // namespace perso::store
