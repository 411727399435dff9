// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"

#include <string>
#include <string_view>

namespace card::text {

/// The one form in which Lao text is stored, signed and compared. Texts that look alike on paper become equal:
///
/// - normalisation form C [Unicode] §3.11;
/// - AM is U+0EB3 behind the tone mark; its three other spellings survive every normalisation form of Unicode;
/// - a mark above or below the consonant stands before the tone mark, the semivowel sign LO before both;
/// - U+00A0 is a space; characters that nobody sees (zero width space and joiners, soft hyphen, byte order mark) go.
///
/// ໜ and ຫນ, ຫຼ and ຫລ stay as they are: both are spellings that people choose. Throws malformed_data if the text is no
/// well-formed UTF-8.
CARD_API std::string canonical(std::string_view utf8);

/// Lao digits become ASCII digits; everything else stays. Throws malformed_data as above.
CARD_API std::string ascii_digits(std::string_view utf8);

} // namespace card::text
