// SPDX-License-Identifier: Apache-2.0
#include "intake/lao_spelling.hpp"

#include "base/text.hpp"
#include "card/text/spelling.hpp"

namespace perso::intake {

std::optional<std::string_view> lao_spelling_fault(std::string_view utf8)
{
    using Fault = card::text::SpellingFault;
    const auto fault = card::text::spelling_problem(utf8);
    if (!fault)
        return std::nullopt;
    switch (*fault) {
    case Fault::not_utf8:
    case Fault::vowel_mark_after_tone:
    case Fault::am_before_tone:
    case Fault::am_in_two:
        break;
    case Fault::legacy_encoding:
        return text("text of an old Lao font or of a wrong character set: convert it to Unicode first");
    case Fault::foreign_letter:
        return text("a character that is no Lao letter");
    case Fault::stray_separator:
        return text("a space or hyphen at an end or doubled");
    case Fault::leading_vowel_alone:
        return text("a leading vowel is not followed by a consonant");
    case Fault::consonant_sign_alone:
        return text("a sign that belongs to a consonant stands without one");
    case Fault::vowel_mark_alone:
        return text("a vowel mark stands without a consonant");
    case Fault::tone_mark_alone:
        return text("a tone mark stands without a consonant or vowel mark");
    case Fault::vowel_alone:
        return text("a vowel stands without a consonant");
    case Fault::repetition_alone:
        return text("the repetition sign has nothing to repeat");
    }
    return text("not in canonical spelling");
}

} // namespace perso::intake
