// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <string>
#include <variant>

namespace card::text {

/// How the bytes of a text file spell its characters.
enum class Encoding { utf8, utf8_with_mark, utf16_little_endian, utf16_big_endian };

/// A text file as UTF-8, without its byte order mark.
struct DecodedText {
    Encoding encoding = Encoding::utf8;
    std::string text;
};

/// Why bytes are no text in Unicode.
enum class EncodingFault {
    not_unicode,       ///< neither UTF-8 nor UTF-16 that begins with a mark: perhaps an old code page
    utf16_without_mark ///< zero bytes, and no mark that says in which order they stand
};

/// Reads UTF-16 by its byte order mark, everything else as UTF-8. Nothing is guessed: what is neither is a fault, as is
/// half a surrogate pair and U+0000. [RFC3629] §6, [RFC2781] §3
CARD_API std::variant<DecodedText, EncodingFault> decode_text(ByteView bytes);

} // namespace card::text
