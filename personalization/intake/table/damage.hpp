// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "intake/rules.hpp"

namespace perso::intake {

/// What a spreadsheet program has made of a value before it came here, in a column of that path; nothing if it looks as
/// it was entered. The value is not mended: what is lost is lost.
rules::Reason damage(std::string_view path, std::string_view cell);

} // namespace perso::intake
