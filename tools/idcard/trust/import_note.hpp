// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"

#include <string>
#include <string_view>

namespace idcard {

/// import.toml: the clock of this computer when the package was installed.
std::string import_note(card::Time clock);

/// Throws trust_data_invalid.
card::Time parse_import_note(std::string_view toml);

} // namespace idcard
