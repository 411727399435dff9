// SPDX-License-Identifier: Apache-2.0
#include "intake/rules.hpp"

#include "intake/lao_spelling.hpp"

#include <algorithm>

namespace perso::intake::rules {

namespace {

bool digit(char c)
{
    return c >= '0' && c <= '9';
}

bool capital(char c)
{
    return c >= 'A' && c <= 'Z';
}

template <typename Predicate>
bool only(std::string_view text, Predicate allowed)
{
    return std::all_of(text.begin(), text.end(), allowed);
}

constexpr int adult_age = 15;
constexpr int lifetime_age = 60;
constexpr int oldest_age = 130;

} // namespace

Reason application_number(std::string_view text)
{
    if (text.size() < 4 || text.size() > 32)
        return "not 4 to 32 characters";
    if (!only(text, [](char c) { return digit(c) || capital(c) || c == '-'; }))
        return "a character other than A-Z, 0-9 and hyphen";
    if (text.front() == '-' || text.back() == '-')
        return "begins or ends with a hyphen";
    return std::nullopt;
}

Reason personal_number(std::string_view text)
{
    if (text.size() < 12 || text.size() > 15 || !only(text, digit))
        return "not 12 to 15 digits";
    return std::nullopt;
}

Reason lao_text(std::string_view text)
{
    if (text.empty())
        return "empty";
    if (text.size() > 120)
        return "longer than 120 bytes";
    return lao_spelling_fault(text);
}

Reason latin_name(std::string_view text)
{
    if (text.empty())
        return "empty";
    if (text.size() > 39)
        return "longer than 39 characters";
    if (!only(text, [](char c) { return capital(c) || c == ' ' || c == '-'; }))
        return "a character other than A-Z, space and hyphen";
    const auto separator = [](char c) { return !capital(c); };
    const bool doubled = std::adjacent_find(text.begin(), text.end(),
                             [&](char a, char b) { return separator(a) && separator(b); }) != text.end();
    if (separator(text.front()) || separator(text.back()) || doubled)
        return "a space or hyphen at an end or doubled";
    return std::nullopt;
}

Reason household_book(std::string_view text)
{
    if (text.empty() || text.size() > 20)
        return "not 1 to 20 characters";
    if (!only(text, [](char c) { return digit(c) || capital(c) || c == '-' || c == '/'; }))
        return "a character other than A-Z, 0-9, hyphen and slash";
    return std::nullopt;
}

Reason adult_birth_date(const PartialDate& birth, card::Date day)
{
    if (birth.earliest() > day)
        return "in the future";
    if (age_on(birth.latest(), day) < adult_age)
        return "younger than 15 years: children's cards are not issued by this version";
    if (age_on(birth.earliest(), day) >= oldest_age)
        return "older than 130 years";
    if (age_on(birth.earliest(), day) >= lifetime_age)
        return "60 years or older: lifetime cards are not issued by this version";
    return std::nullopt;
}

Reason photograph(card::ByteView jpeg, const std::optional<JpegHeader>& header, std::size_t most_bytes)
{
    if (!header)
        return "no complete JPEG";
    if (jpeg.size() > most_bytes)
        return "too large for the chip";
    if (header->progressive)
        return "a progressive JPEG, the chip's format wants a sequential one";
    if (header->precision != 8 || (header->components != 1 && header->components != 3))
        return "not 8 bits in grey or three colours";
    if (header->width < 240 || header->height < 320)
        return "smaller than 240 by 320 pixels";
    if (header->width > 1200 || header->height > 1600)
        return "larger than 1200 by 1600 pixels";
    if (header->height < header->width)
        return "not upright";
    return std::nullopt;
}

} // namespace perso::intake::rules
