// SPDX-License-Identifier: Apache-2.0
#include "intake/rules.hpp"

#include "base/text.hpp"
#include "card/text/names.hpp"
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
bool only(std::string_view value, Predicate allowed)
{
    return std::all_of(value.begin(), value.end(), allowed);
}

constexpr int oldest_age = 130;

/// Completed years: from `first` to one less than `end`.
struct Ages {
    int first;
    int end;
};

Ages ages_of(card::lds::CardType type, const card::profile::Validity& validity)
{
    const auto child = static_cast<int>(validity.under_6_until_age);
    const auto adult = static_cast<int>(validity.from_6_until_age);
    const auto old = static_cast<int>(validity.lifetime_from_age);
    switch (type) {
    case card::lds::CardType::under_6:
        return {0, child};
    case card::lds::CardType::from_6_to_14:
        return {child, adult};
    case card::lds::CardType::adult:
    case card::lds::CardType::renewal:
        return {adult, old};
    case card::lds::CardType::lifetime:
        break;
    }
    return {old, oldest_age};
}

Reason title_before_name(std::string_view name)
{
    if (!card::text::leading_title(name).empty())
        return text(
            "begins with a title, which has a field of its own; for a name that only looks so, begins_like_title");
    return std::nullopt;
}

/// What every picture on the chip has in common.
Reason picture(card::ByteView jpeg, const std::optional<JpegHeader>& header, std::size_t most_bytes)
{
    if (!header)
        return text("no complete JPEG");
    if (jpeg.size() > most_bytes)
        return text("too large for the chip");
    if (header->progressive)
        return text("a progressive JPEG, the chip's format wants a sequential one");
    if (header->precision != 8 || (header->components != 1 && header->components != 3))
        return text("not 8 bits in grey or three colours");
    return std::nullopt;
}

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

Reason lao_title(std::string_view value)
{
    if (const auto reason = lao_text(value))
        return reason;
    if (std::any_of(value.begin(), value.end(), digit))
        return text("a digit, which no name has");
    return std::nullopt;
}

Reason lao_name(std::string_view value)
{
    const auto reason = lao_title(value);
    return reason ? reason : title_before_name(value);
}

Reason confirmation(std::string_view value)
{
    return value == "confirmed" ? std::nullopt : Reason{text("not the word confirmed")};
}

Reason together(std::string_view value)
{
    return value == "together" ? std::nullopt : Reason{text("not the word together")};
}

Reason latin_title(std::string_view value)
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

Reason latin_name(std::string_view value)
{
    const auto reason = latin_title(value);
    return reason ? reason : title_before_name(value);
}

Reason household_book(std::string_view value)
{
    if (value.empty() || value.size() > 20)
        return text("not 1 to 20 characters");
    if (!only(value, [](char c) { return digit(c) || capital(c) || c == '-' || c == '/'; }))
        return text("a character other than A-Z, 0-9, hyphen and slash");
    return std::nullopt;
}

Reason earlier_card(std::string_view value)
{
    if (value.size() < 4 || value.size() > 20)
        return text("not 4 to 20 characters");
    if (!only(value, [](char c) { return digit(c) || capital(c) || c == '-' || c == ' '; }))
        return text("a character other than A-Z, 0-9, hyphen and space");
    return std::nullopt;
}

Reason telephone(std::string_view value)
{
    const bool abroad = value.starts_with('+');
    if (abroad)
        value.remove_prefix(1);
    else if (!value.starts_with('0'))
        return text("neither a zero nor a plus sign at its beginning: spreadsheet programs drop the zero");
    if (value.size() < 6 || value.size() > 15 || !only(value, digit))
        return text("not 6 to 15 digits, with or without a plus sign before them");
    return std::nullopt;
}

Reason calendar_date(std::string_view value)
{
    const auto date = card::text::parse_partial_date(value);
    const auto* fault = std::get_if<card::text::DateFault>(&date);
    if (!fault)
        return std::nullopt;
    switch (*fault) {
    case card::text::DateFault::format:
        break;
    case card::text::DateFault::no_such_day:
        return text("no day of the calendar");
    case card::text::DateFault::buddhist_year:
        return text("a Buddhist year: write the Gregorian year, which is 543 less");
    }
    return text("no date like 1990-05-12, 12/05/1990, 1990-05 or 1990");
}

Reason birth_date(
    const PartialDate& birth, card::lds::CardType type, card::Date day, const card::profile::Validity& validity)
{
    if (birth.earliest() > day)
        return text("in the future");
    const card::text::AgeRange age = age_on(birth, day);
    if (age.most >= oldest_age)
        return text("older than 130 years");
    const int youngest = std::max(age.least, 0);
    const auto [first, end] = ages_of(type, validity);
    if (youngest < first)
        return text("too young for this type of card");
    if (youngest >= end)
        return text("too old for this type of card");
    return std::nullopt;
}

Reason photograph(card::ByteView jpeg, const std::optional<JpegHeader>& header, std::size_t most_bytes)
{
    if (const auto reason = picture(jpeg, header, most_bytes))
        return reason;
    if (header->width < 240 || header->height < 320)
        return text("smaller than 240 by 320 pixels");
    if (header->width > 1200 || header->height > 1600)
        return text("larger than 1200 by 1600 pixels");
    if (header->height < header->width)
        return text("not upright");
    return std::nullopt;
}

Reason signature(card::ByteView jpeg, const std::optional<JpegHeader>& header, std::size_t most_bytes)
{
    if (const auto reason = picture(jpeg, header, most_bytes))
        return reason;
    if (header->width < 120 || header->height < 40)
        return text("smaller than 120 by 40 pixels");
    if (header->width > 1200 || header->height > 600)
        return text("larger than 1200 by 600 pixels");
    if (header->width < header->height)
        return text("higher than broad");
    return std::nullopt;
}

} // namespace perso::intake::rules
