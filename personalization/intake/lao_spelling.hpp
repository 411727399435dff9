// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace perso::intake {

/// Why a text in canonical form is no correctly spelled Lao, in English; nothing if it is. [card/text/spelling.hpp]
std::optional<std::string_view> lao_spelling_fault(std::string_view utf8);

} // namespace perso::intake
