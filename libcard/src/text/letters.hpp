// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace card::text {

/// What a character does in written Lao; the classes of [LGR-Lao] section "Character classes", with AM, ໜ and ໝ.
enum class Kind {
    separator, ///< space, hyphen; also the edge of the text
    consonant,
    semi_consonant, ///< LO below, U+0EBC
    leading_vowel,  ///< written before its consonant, spoken after it
    vowel_mark,     ///< above or below the consonant
    tone,
    following_vowel, ///< A, AA, NYO
    am,              ///< U+0EB3
    cancellation,    ///< U+0ECC, silences a final consonant
    repetition,      ///< U+0EC6
    digit,           ///< Lao or ASCII
    other,
};

namespace lao {

constexpr char32_t a = 0x0EB0;
constexpr char32_t aa = 0x0EB2;
constexpr char32_t am = 0x0EB3;
constexpr char32_t semivowel_lo = 0x0EBC;
constexpr char32_t semivowel_nyo = 0x0EBD;
constexpr char32_t niggahita = 0x0ECD;
constexpr char32_t ho_sung = 0x0EAB;
constexpr char32_t no = 0x0E99;
constexpr char32_t mo = 0x0EA1;
constexpr char32_t lo = 0x0EA5;
constexpr char32_t ho_no = 0x0EDC; ///< ໜ
constexpr char32_t ho_mo = 0x0EDD; ///< ໝ
constexpr char32_t digit_zero = 0x0ED0;
constexpr char32_t digit_nine = 0x0ED9;

} // namespace lao

Kind kind(char32_t point) noexcept;

/// Lao digits as ASCII digits; everything else as it is.
constexpr char32_t ascii_digit(char32_t point) noexcept
{
    return point >= lao::digit_zero && point <= lao::digit_nine ? point - lao::digit_zero + U'0' : point;
}

} // namespace card::text
