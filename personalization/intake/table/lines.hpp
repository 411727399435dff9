// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/text/encoding.hpp"

#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace perso::intake {

/// The most bytes of a line in a table, and of a row that takes several.
inline constexpr std::size_t longest_line = 64 * 1024;

/// Why a line cannot be read. Of one that is too long the next one can; the other two are about the whole text.
enum class LineFault {
    not_unicode,
    utf16_without_mark,
    too_long,
};

/// What a person reads, English.
const char* reason_of(LineFault fault);

/// The lines of a text file one after another, as UTF-8 with what ends them. Never more than one line is held, however
/// long the file is. The encoding is what the first bytes say. [card/text/encoding.hpp]
class LineReader {
public:
    /// The stream must outlive the reader.
    explicit LineReader(std::istream& in);

    /// The next line; an empty one at the end. One that is too long is passed over.
    std::variant<std::string, LineFault> next();

    card::text::Encoding encoding() const { return encoding_; }

private:
    bool ends_line(std::string_view line) const; ///< with its last character
    std::optional<std::string> next_bytes();     ///< nothing if they are too many

    std::istream& in_;
    card::text::Encoding encoding_ = card::text::Encoding::utf8;
    std::string mark_;
};

} // namespace perso::intake
