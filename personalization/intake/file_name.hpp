// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "intake/rules.hpp"

namespace perso::intake {

/// Why a file name in a record is refused.
rules::Reason file_name(std::string_view value);

} // namespace perso::intake
