// SPDX-License-Identifier: Apache-2.0
#include "intake/rules.hpp"

#include "intake/lao_spelling.hpp"
#include "text.hpp"

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
bool only(std::string_view value, Predicate allowed)
{
    return std::all_of(value.begin(), value.end(), allowed);
}

constexpr int adult_age = 15;
constexpr int lifetime_age = 60;
constexpr int oldest_age = 130;

} // namespace

Reason application_number(std::string_view value)
{
    if (value.size() < 4 || value.size() > 32)
        return text("not 4 to 32 characters");
    if (!only(value, [](char c) { return digit(c) || capital(c) || c == '-'; }))
        return text("a character other than A-Z, 0-9 and hyphen");
    if (value.front() == '-' || value.back() == '-')
        return text("begins or ends with a hyphen");
    return std::nullopt;
}

Reason personal_number(std::string_view value)
{
    if (value.size() < 12 || value.size() > 15 || !only(value, digit))
        return text("not 12 to 15 digits");
    return std::nullopt;
}

Reason lao_text(std::string_view value)
{
    if (value.empty())
        return text("empty");
    if (value.size() > 120)
        return text("longer than 120 bytes");
    return lao_spelling_fault(value);
}

Reason latin_name(std::string_view value)
{
    if (value.empty())
        return text("empty");
    if (value.size() > 39)
        return text("longer than 39 characters");
    if (!only(value, [](char c) { return capital(c) || c == ' ' || c == '-'; }))
        return text("a character other than A-Z, space and hyphen");
    const auto separator = [](char c) { return !capital(c); };
    const bool doubled = std::adjacent_find(value.begin(), value.end(),
                             [&](char a, char b) { return separator(a) && separator(b); }) != value.end();
    if (separator(value.front()) || separator(value.back()) || doubled)
        return text("a space or hyphen at an end or doubled");
    return std::nullopt;
}

Reason household_book(std::string_view value)
{
    if (value.empty() || value.size() > 20)
        return text("not 1 to 20 characters");
    if (!only(value, [](char c) { return digit(c) || capital(c) || c == '-' || c == '/'; }))
        return text("a character other than A-Z, 0-9, hyphen and slash");
    return std::nullopt;
}

Reason adult_birth_date(const PartialDate& birth, card::Date day)
{
    if (birth.earliest() > day)
        return text("in the future");
    if (age_on(birth.latest(), day) < adult_age)
        return text("younger than 15 years: children's cards are not issued by this version");
    if (age_on(birth.earliest(), day) >= oldest_age)
        return text("older than 130 years");
    if (age_on(birth.earliest(), day) >= lifetime_age)
        return text("60 years or older: lifetime cards are not issued by this version");
    return std::nullopt;
}

Reason photograph(card::ByteView jpeg, const std::optional<JpegHeader>& header, std::size_t most_bytes)
{
    if (!header)
        return text("no complete JPEG");
    if (jpeg.size() > most_bytes)
        return text("too large for the chip");
    if (header->progressive)
        return text("a progressive JPEG, the chip's format wants a sequential one");
    if (header->precision != 8 || (header->components != 1 && header->components != 3))
        return text("not 8 bits in grey or three colours");
    if (header->width < 240 || header->height < 320)
        return text("smaller than 240 by 320 pixels");
    if (header->width > 1200 || header->height > 1600)
        return text("larger than 1200 by 1600 pixels");
    if (header->height < header->width)
        return text("not upright");
    return std::nullopt;
}

} // namespace perso::intake::rules
