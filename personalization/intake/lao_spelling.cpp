// SPDX-License-Identifier: Apache-2.0
#include "intake/lao_spelling.hpp"

#include "intake/utf8.hpp"
#include "text.hpp"

namespace perso::intake {

namespace {

enum class Kind {
    edge, ///< beginning or end of the text, space, hyphen
    consonant,
    semi_consonant, ///< LO below, U+0EBC
    leading_vowel,
    vowel_mark, ///< above or below the consonant
    tone,
    following_vowel, ///< A, AA, NYO
    am,              ///< U+0EB3
    cancellation,    ///< U+0ECC, silences a final consonant
    repetition,      ///< U+0EC6
    digit,
    other,
};

constexpr bool between(char32_t c, char32_t first, char32_t last)
{
    return c >= first && c <= last;
}

Kind kind(char32_t c)
{
    if (c == U' ' || c == U'-')
        return Kind::edge;
    if (c == 0x0EB3)
        return Kind::am;
    if (c == 0x0EB0 || c == 0x0EB2 || c == 0x0EBD)
        return Kind::following_vowel;
    if (c == 0x0EB1 || between(c, 0x0EB4, 0x0EB9) || c == 0x0EBB || c == 0x0ECD)
        return Kind::vowel_mark;
    if (c == 0x0EBC)
        return Kind::semi_consonant;
    if (between(c, 0x0EC0, 0x0EC4))
        return Kind::leading_vowel;
    if (between(c, 0x0EC8, 0x0ECB))
        return Kind::tone;
    if (c == 0x0ECC)
        return Kind::cancellation;
    if (c == 0x0EC6)
        return Kind::repetition;
    if (between(c, 0x0ED0, 0x0ED9))
        return Kind::digit;
    const bool assigned = c != 0x0E83 && c != 0x0E85 && c != 0x0E8B && c != 0x0EA4 && c != 0x0EA6;
    if ((between(c, 0x0E81, 0x0EAE) && assigned) || between(c, 0x0EDC, 0x0EDF))
        return Kind::consonant;
    return Kind::other;
}

bool carries_mark(Kind k)
{
    return k == Kind::consonant || k == Kind::semi_consonant;
}

/// What is wrong with `now` standing directly after `before`.
std::optional<std::string_view> neighbour_fault(char32_t before, char32_t now)
{
    const Kind left = kind(before);
    const Kind right = kind(now);
    if (left == Kind::leading_vowel && right != Kind::consonant)
        return text("a leading vowel is not followed by a consonant");
    switch (right) {
    case Kind::semi_consonant:
    case Kind::cancellation:
        if (left != Kind::consonant)
            return text("a sign that belongs to a consonant stands without one");
        break;
    case Kind::vowel_mark:
        if (left == Kind::tone)
            return text("a tone mark stands before its vowel mark");
        if (!carries_mark(left))
            return text("a vowel mark stands without a consonant");
        break;
    case Kind::tone:
        if (!carries_mark(left) && left != Kind::vowel_mark)
            return left == Kind::am ? text("AM is written U+0EB3 after the tone mark")
                                    : text("a tone mark stands without a consonant or vowel mark");
        break;
    case Kind::am:
        if (!carries_mark(left) && left != Kind::tone)
            return text("a vowel stands without a consonant");
        break;
    case Kind::following_vowel:
        if (before == 0x0ECD)
            return text("AM is written U+0EB3, not as two characters");
        if (left == Kind::edge)
            return text("a vowel stands without a consonant");
        break;
    case Kind::repetition:
        if (left == Kind::edge)
            return text("the repetition sign has nothing to repeat");
        break;
    default:
        break;
    }
    return std::nullopt;
}

} // namespace

std::optional<std::string_view> lao_spelling_fault(std::string_view utf8)
{
    const auto points = decode_utf8(utf8);
    if (!points)
        return text("not well-formed UTF-8");
    char32_t before = U' ';
    for (std::size_t i = 0; i < points->size(); ++i) {
        const char32_t now = (*points)[i];
        if (kind(now) == Kind::other || kind(now) == Kind::digit)
            return text("a character that is no Lao letter");
        if (kind(now) == Kind::edge && kind(before) == Kind::edge)
            return text("a space or hyphen at the beginning or doubled");
        // U+0ECD, tone, U+0EB2: looks like AM with a tone mark
        if (now == 0x0EB2 && i >= 2 && kind(before) == Kind::tone && (*points)[i - 2] == 0x0ECD)
            return text("AM is written U+0EB3, not as two characters");
        if (const auto fault = neighbour_fault(before, now))
            return fault;
        before = now;
    }
    if (kind(before) == Kind::edge)
        return text("a space or hyphen at the end");
    if (kind(before) == Kind::leading_vowel)
        return text("a leading vowel is not followed by a consonant");
    return std::nullopt;
}

} // namespace perso::intake
