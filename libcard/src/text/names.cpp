// SPDX-License-Identifier: Apache-2.0
#include "card/text/names.hpp"

#include "card/text/canonical.hpp"
#include "code_points.hpp"
#include "letters.hpp"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>

namespace card::text {

namespace {

struct Title {
    std::string_view text;
    bool written_together; ///< also directly before the name, without a space
};

/// Longer ones before those that they begin with.
constexpr std::array titles{
    Title{"ນາງສາວ", true},
    Title{"ນາງ", true},
    Title{"ທ້າວ", true},
    Title{"ທ່ານ", true},
    Title{"ພົນຈັດຕະວາ", false},
    Title{"ພົນເອກ", false},
    Title{"ພົນໂທ", false},
    Title{"ພົນຕີ", false},
    Title{"ພັນເອກ", false},
    Title{"ພັນໂທ", false},
    Title{"ພັນຕີ", false},
    Title{"ຮ້ອຍເອກ", false},
    Title{"ຮ້ອຍໂທ", false},
    Title{"ຮ້ອຍຕີ", false},
    Title{"ດຣ", false},
    Title{"ອຈ", false},
    Title{"ສຈ", false},
    Title{"ຮສ", false},
    Title{"ປອ", false},
    Title{"MISS", false},
    Title{"MRS", false},
    Title{"MR", false},
    Title{"MS", false},
    Title{"DR", false},
    Title{"PROF", false},
};

char capital(char c)
{
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool begins_with(std::string_view text, std::string_view title)
{
    return text.size() >= title.size() &&
           std::equal(title.begin(), title.end(), text.begin(), [](char a, char b) { return a == capital(b); });
}

/// Whether a title may end here: the text ends, a separator follows, or the next syllable of a name begins.
bool ends_before(std::string_view rest, bool written_together)
{
    if (rest.empty() || rest.front() == ' ' || rest.front() == '.')
        return true;
    const Kind next = kind(decode(rest).front());
    return written_together && (next == Kind::consonant || next == Kind::leading_vowel);
}

std::string_view without_separators(std::string_view text)
{
    return text.substr(std::min(text.find_first_not_of(" ."), text.size()));
}

std::string_view without_titles(std::string_view name)
{
    for (name = without_separators(name);;) {
        const std::string_view title = leading_title(name);
        const std::string_view rest = without_separators(name.substr(title.size()));
        if (title.empty() || rest.empty())
            return name;
        name = rest;
    }
}

char32_t folded(char32_t point)
{
    if (point == lao::semivowel_lo)
        return lao::lo;
    return static_cast<char32_t>(u_foldCase(static_cast<UChar32>(ascii_digit(point)), U_FOLD_CASE_DEFAULT));
}

} // namespace

std::string_view leading_title(std::string_view utf8)
{
    decode(utf8); // refuses what is no UTF-8
    for (const auto& [title, written_together] : titles)
        if (begins_with(utf8, title) && ends_before(utf8.substr(title.size()), written_together))
            return utf8.substr(0, title.size());
    return {};
}

std::string search_key(std::string_view utf8, Tones tones)
{
    const std::string name = canonical(utf8);
    std::u32string key;
    for (const char32_t point : decode(without_titles(name))) {
        if (point == lao::ho_no || point == lao::ho_mo)
            key.append({lao::ho_sung, point == lao::ho_no ? lao::no : lao::mo});
        else if (kind(point) != Kind::separator && (kind(point) != Kind::tone || tones == Tones::kept))
            key.push_back(folded(point));
    }
    return encode(key);
}

} // namespace card::text
