// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace perso::intake {

/// The code points of a text, or nothing if it is no well-formed UTF-8 (overlong forms and surrogates are not).
std::optional<std::u32string> decode_utf8(std::string_view text);

} // namespace perso::intake
