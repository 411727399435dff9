// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace perso::intake {

/// Why a text is no canonical Lao, in English; nothing if it is. The rules are those of the Lao label generation rules
/// of ICANN as an order of neighbours: a vowel mark stands on a consonant, a tone mark follows the vowel mark, a
/// leading vowel precedes a consonant. Beyond them: AM is U+0EB3 after the tone mark, never its look-alikes (no Unicode
/// normalisation form unites these), Lao letters and single inner spaces only.
std::optional<std::string_view> lao_spelling_fault(std::string_view utf8);

} // namespace perso::intake
