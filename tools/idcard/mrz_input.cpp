// SPDX-License-Identifier: Apache-2.0
#include "idcard/mrz_input.hpp"

#include "card/base/error.hpp"
#include "card/lds/mrz.hpp"

#include <vector>

namespace idcard {

using card::SecureBytes;

namespace {

constexpr std::size_t line_length = 30; // TD1. [9303-5] §4.2.2
constexpr std::size_t date_length = 6;
constexpr std::size_t shortest_number = 9; ///< of a document, filled up with fillers
constexpr std::size_t longest_line = 40;

[[noreturn]] void refuse(const char* sentence)
{
    throw card::Error{card::Errc::secret_format, sentence}.with_field("MRZ");
}

/// The lines that hold something, trimmed and in capitals.
std::vector<SecureBytes> lines_of(card::ByteView text)
{
    std::vector<SecureBytes> lines;
    while (!text.empty()) {
        const auto end = std::ranges::find(text, static_cast<std::uint8_t>('\n'));
        card::ByteView line{text.begin(), end};
        text = text.subspan(std::min(line.size() + 1, text.size()));
        const auto is_space = [](std::uint8_t c) { return c == ' ' || c == '\r' || c == '\t'; };
        while (!line.empty() && is_space(line.back()))
            line = line.first(line.size() - 1);
        while (!line.empty() && is_space(line.front()))
            line = line.subspan(1);
        if (line.size() > longest_line)
            refuse("a line is too long");
        if (line.empty())
            continue;
        SecureBytes& kept = lines.emplace_back(line);
        for (std::uint8_t& c : kept.span())
            if (c >= 'a' && c <= 'z')
                c = static_cast<std::uint8_t>(c - 'a' + 'A');
    }
    return lines;
}

/// A field with its check digit, which is worked out where it was not typed.
SecureBytes with_check_digit(card::ByteView field, std::size_t length)
{
    if (field.size() == length + 1)
        return SecureBytes{field};
    if (field.size() != length)
        refuse("a field has a wrong length");
    const auto digit = static_cast<std::uint8_t>(card::lds::check_digit(card::as_text(field)));
    return card::secure_concat({field, card::ByteView{&digit, 1}});
}

/// Document numbers of up to nine characters are filled up; longer ones are typed as they are printed.
SecureBytes document_number(card::ByteView number)
{
    SecureBytes filled{std::max(number.size(), shortest_number)};
    std::ranges::fill(filled.span(), static_cast<std::uint8_t>('<'));
    std::ranges::copy(number, filled.data());
    return filled.size() == shortest_number ? with_check_digit(filled, shortest_number) : std::move(filled);
}

card::auth::Mrz from_fields(const std::vector<SecureBytes>& fields)
{
    const SecureBytes number = document_number(fields[0]);
    const SecureBytes birth = with_check_digit(fields[1], date_length);
    const SecureBytes expiry = with_check_digit(fields[2], date_length);
    return {card::as_text(number), card::as_text(birth), card::as_text(expiry)};
}

/// Positions 6 to 15 of the first line, or up to the filler behind a longer number. [9303-5] §4.2.2.1 note j
SecureBytes printed_number(card::ByteView first_line)
{
    constexpr std::size_t begin = 5;
    constexpr std::size_t check_digit = begin + shortest_number;
    if (first_line[check_digit] != '<')
        return SecureBytes{first_line.subspan(begin, shortest_number + 1)};
    const card::ByteView rest = first_line.subspan(check_digit + 1);
    const auto end = std::ranges::find(rest, static_cast<std::uint8_t>('<'));
    return card::secure_concat({first_line.subspan(begin, shortest_number), card::ByteView{rest.begin(), end}});
}

card::auth::Mrz from_lines(const std::vector<SecureBytes>& lines)
{
    constexpr std::size_t expiry_begin = 8;
    const SecureBytes number = printed_number(lines[0]);
    const card::ByteView second = lines[1];
    return {card::as_text(number), card::as_text(second.first(date_length + 1)),
        card::as_text(second.subspan(expiry_begin, date_length + 1))};
}

} // namespace

card::auth::Mrz parse_mrz(card::ByteView text)
{
    const std::vector<SecureBytes> lines = lines_of(text);
    try {
        if (lines.size() >= 2 && lines.size() <= 3 && lines[0].size() == line_length && lines[1].size() == line_length)
            return from_lines(lines);
        if (lines.size() == 3)
            return from_fields(lines);
    } catch (const card::Error&) { // its field must not tell more
    }
    refuse("neither the lines of a card nor three fields");
}

} // namespace idcard
