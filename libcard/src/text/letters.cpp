// SPDX-License-Identifier: Apache-2.0
#include "letters.hpp"

namespace card::text {

namespace {

constexpr bool between(char32_t point, char32_t first, char32_t last) noexcept
{
    return point >= first && point <= last;
}

constexpr bool is_consonant(char32_t point) noexcept
{
    const bool unassigned = point == 0x0E83 || point == 0x0E85 || point == 0x0E8B || point == 0x0EA4 || point == 0x0EA6;
    return (between(point, 0x0E81, 0x0EAE) && !unassigned) || between(point, 0x0EDC, 0x0EDF);
}

constexpr bool is_vowel_mark(char32_t point) noexcept
{
    return point == 0x0EB1 || between(point, 0x0EB4, 0x0EB9) || point == 0x0EBB || point == lao::niggahita;
}

} // namespace

Kind kind(char32_t point) noexcept
{
    if (point == U' ' || point == U'-')
        return Kind::separator;
    if (between(point, U'0', U'9') || between(point, lao::digit_zero, lao::digit_nine))
        return Kind::digit;
    if (is_consonant(point))
        return Kind::consonant;
    if (is_vowel_mark(point))
        return Kind::vowel_mark;
    if (point == lao::am)
        return Kind::am;
    if (point == lao::a || point == lao::aa || point == lao::semivowel_nyo)
        return Kind::following_vowel;
    if (point == lao::semivowel_lo)
        return Kind::semi_consonant;
    if (between(point, 0x0EC0, 0x0EC4))
        return Kind::leading_vowel;
    if (point == 0x0EC6)
        return Kind::repetition;
    if (between(point, 0x0EC8, 0x0ECB))
        return Kind::tone;
    return point == 0x0ECC ? Kind::cancellation : Kind::other;
}

} // namespace card::text
