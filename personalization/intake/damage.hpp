// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "intake/rules.hpp"

namespace perso::intake {

/// What a spreadsheet program has made of a value before it came here, in a field of that path; nothing if it looks as
/// it was entered. The value is not mended: what is lost is lost.
rules::Reason damage(std::string_view path, std::string_view value);

/// Whether the value, in a column of that path, is a date with the month before the day beyond doubt: 12/31/1990. Then
/// no other date of its table can be told apart, 05/12/1990 is either.
bool has_month_first(std::string_view path, std::string_view value);

} // namespace perso::intake
