// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace card::cli {

/// Text of a card made safe for a terminal: control characters (with them escape sequences), characters that change
/// the direction of writing and broken UTF-8 become U+FFFD. A forged card must not be able to draw a verdict.
std::string printable(std::string_view text);

/// How many columns a terminal needs for valid UTF-8: Lao vowels and tone marks above and below take none.
std::size_t columns(std::string_view text);

/// The beginning of valid UTF-8 that fits into `width` columns, at least one; "…" stands for what is cut off. A
/// consonant keeps its signs, or goes with them.
std::string clip_end(std::string_view text, std::size_t width);

/// The same of its end: "…Reader 00 01".
std::string clip_start(std::string_view text, std::size_t width);

/// `text` and as many spaces as it takes to fill `width` columns.
std::string pad(std::string text, std::size_t width);

} // namespace card::cli
