// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"

#include <map>
#include <string>
#include <vector>

namespace perso::store {

/// A statement as PostgreSQL wants it: placeholders are numbered, and their types said.
struct Numbered {
    std::string sql;                   ///< "… WHERE id = $1::bigint"
    std::vector<const Binding*> order; ///< whose value is $1, $2, …
};

/// Turns `:name` into `$n::type`; quoted text, comments and `::` stay as they are. The type is that of the value, none
/// for null. Throws Errc::internal for a placeholder without value and for a value without placeholder. `order` points
/// into `bindings`.
Numbered numbered(const std::string& sql, Bindings bindings);

/// The types of all values, one letter each: statements of one name and other types are others to PostgreSQL.
std::string types(Bindings bindings);

/// A value as text, as PostgreSQL reads it; nothing for null. Throws store_failed for text with a zero character.
std::optional<std::string> as_parameter(const Value& value);

} // namespace perso::store
