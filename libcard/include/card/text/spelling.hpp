// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"

#include <optional>
#include <string_view>

namespace card::text {

/// Why a text is no correctly written Lao.
enum class SpellingFault {
    not_utf8,
    legacy_encoding, ///< letters of an old Lao font or of UTF-8 read as Latin-1
    foreign_letter,  ///< a character that is no Lao letter
    stray_separator, ///< a space or hyphen at an end or doubled
    leading_vowel_alone,
    consonant_sign_alone, ///< LO below or the cancellation mark without a consonant
    vowel_mark_alone,
    vowel_mark_after_tone,
    tone_mark_alone,
    am_before_tone,
    am_in_two, ///< AM spelled with U+0ECD
    vowel_alone,
    repetition_alone,
};

/// The first fault of a text; nothing if it is canonical and spelled by the rules. They are the Lao label generation
/// rules of ICANN as an order of neighbours [LGR-Lao], and beyond them AM, ໜ and ໝ, which names need. Digits, Lao or
/// ASCII, spaces and hyphens separate words. Names and words are not looked up: a text without fault may be nonsense.
CARD_API std::optional<SpellingFault> spelling_problem(std::string_view utf8);

} // namespace card::text
