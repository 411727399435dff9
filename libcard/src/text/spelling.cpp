// SPDX-License-Identifier: Apache-2.0
#include "card/text/spelling.hpp"

#include "card/base/error.hpp"
#include "code_points.hpp"
#include "letters.hpp"

namespace card::text {

namespace {

bool carries_mark(Kind k)
{
    return k == Kind::consonant || k == Kind::semi_consonant;
}

/// Letters that Latin-1 and Windows-1252 have where an old Lao font draws Lao, and the private area of symbol fonts.
bool is_legacy(char32_t point)
{
    return (point >= 0x80 && point <= 0x024F) || (point >= 0x02C6 && point <= 0x02DC) ||
           (point >= 0x2010 && point <= 0x2122) || (point >= 0xF000 && point <= 0xF0FF);
}

using Fault = std::optional<SpellingFault>;

Fault unless(bool right, SpellingFault fault)
{
    return right ? Fault{} : Fault{fault};
}

Fault tone_fault(Kind left)
{
    if (left == Kind::am)
        return SpellingFault::am_before_tone;
    return unless(carries_mark(left) || left == Kind::vowel_mark, SpellingFault::tone_mark_alone);
}

/// After a consonant with its marks; after another following vowel only in the pairs of xາະ, xັຽະ and xາຽ.
Fault following_vowel_fault(char32_t before, char32_t now)
{
    const Kind left = kind(before);
    if (before == lao::niggahita)
        return SpellingFault::am_in_two;
    if (left == Kind::following_vowel)
        return unless((before == lao::aa && now != lao::aa) || (before == lao::semivowel_nyo && now == lao::a),
            SpellingFault::vowel_alone);
    return unless(carries_mark(left) || left == Kind::vowel_mark || left == Kind::tone, SpellingFault::vowel_alone);
}

/// What is wrong with `now` standing directly after `before`.
Fault neighbour_fault(char32_t before, char32_t now)
{
    const Kind left = kind(before);
    const Kind right = kind(now);
    if (left == Kind::leading_vowel && right != Kind::consonant)
        return SpellingFault::leading_vowel_alone;
    switch (right) {
    case Kind::separator:
        return unless(left != Kind::separator, SpellingFault::stray_separator);
    case Kind::semi_consonant:
    case Kind::cancellation:
        return unless(left == Kind::consonant, SpellingFault::consonant_sign_alone);
    case Kind::vowel_mark:
        if (left == Kind::tone)
            return SpellingFault::vowel_mark_after_tone;
        return unless(carries_mark(left), SpellingFault::vowel_mark_alone);
    case Kind::tone:
        return tone_fault(left);
    case Kind::am:
        return unless(carries_mark(left) || left == Kind::tone, SpellingFault::vowel_alone);
    case Kind::following_vowel:
        return following_vowel_fault(before, now);
    case Kind::repetition:
        return unless(left != Kind::separator && left != Kind::digit, SpellingFault::repetition_alone);
    case Kind::other:
        return is_legacy(now) ? SpellingFault::legacy_encoding : SpellingFault::foreign_letter;
    default:
        return {};
    }
}

std::optional<std::u32string> decoded(std::string_view utf8)
{
    try {
        return decode(utf8);
    } catch (const Error&) {
        return std::nullopt;
    }
}

} // namespace

std::optional<SpellingFault> spelling_problem(std::string_view utf8)
{
    const auto points = decoded(utf8);
    if (!points)
        return SpellingFault::not_utf8;
    char32_t before = U' ';
    for (std::size_t i = 0; i < points->size(); ++i) {
        const char32_t now = (*points)[i];
        // U+0ECD, tone, U+0EB2: looks like AM with a tone mark
        if (now == lao::aa && i >= 2 && kind(before) == Kind::tone && (*points)[i - 2] == lao::niggahita)
            return SpellingFault::am_in_two;
        if (const auto fault = neighbour_fault(before, now))
            return fault;
        before = now;
    }
    return points->empty() ? Fault{} : neighbour_fault(before, U' ');
}

} // namespace card::text
