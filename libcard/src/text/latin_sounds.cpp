// SPDX-License-Identifier: Apache-2.0
#include "latin_sounds.hpp"

#include <array>

namespace card::text::latin {

namespace {

struct Consonant {
    char32_t letter;
    std::string_view initial;
    std::string_view final; ///< empty: never final
};

constexpr std::array consonants{
    Consonant{U'ກ', "k", "k"},
    Consonant{U'ຂ', "kh", "k"},
    Consonant{U'ຄ', "kh", "k"},
    Consonant{U'ງ', "ng", "ng"},
    Consonant{U'ຈ', "ch", "t"},
    Consonant{U'ສ', "s", "t"},
    Consonant{U'ຊ', "x", "t"},
    Consonant{U'ຍ', "ny", "y"},
    Consonant{U'ດ', "d", "t"},
    Consonant{U'ຕ', "t", "t"},
    Consonant{U'ຖ', "th", "t"},
    Consonant{U'ທ', "th", "t"},
    Consonant{U'ນ', "n", "n"},
    Consonant{U'ບ', "b", "p"},
    Consonant{U'ປ', "p", "p"},
    Consonant{U'ຜ', "ph", ""},
    Consonant{U'ຝ', "f", ""},
    Consonant{U'ພ', "ph", "p"},
    Consonant{U'ຟ', "f", "p"},
    Consonant{U'ມ', "m", "m"},
    Consonant{U'ຢ', "y", ""},
    Consonant{U'ຣ', "r", "n"},
    Consonant{U'ລ', "l", "n"},
    Consonant{U'ວ', "v", "o"},
    Consonant{U'ຫ', "h", ""},
    Consonant{U'ອ', "", ""},
    Consonant{U'ຮ', "h", ""},
};

constexpr std::array all_vowels{
    // nothing before the consonant
    Vowel{0, U"ະ", "a", Final::none},
    Vowel{0, U"ັວ", "oua", Final::must},
    Vowel{0, U"ັອ", "o", Final::must},
    Vowel{0, U"ັຍ", "ai", Final::none},
    Vowel{0, U"ັຽ", "ai", Final::none},
    Vowel{0, U"ັ", "a", Final::must},
    Vowel{0, U"າຽ", "ai", Final::none},
    Vowel{0, U"າ", "a", Final::may},
    Vowel{0, U"ຳ", "am", Final::none},
    Vowel{0, U"ິ", "i", Final::may},
    Vowel{0, U"ີ", "i", Final::may},
    Vowel{0, U"ຶ", "u", Final::may},
    Vowel{0, U"ື", "u", Final::may},
    Vowel{0, U"ຸ", "ou", Final::may},
    Vowel{0, U"ູ", "ou", Final::may},
    Vowel{0, U"ົວະ", "oua", Final::none},
    Vowel{0, U"ົວ", "oua", Final::none},
    Vowel{0, U"ົ", "o", Final::must},
    Vowel{0, U"ໍ", "o", Final::may},
    Vowel{0, U"ອ", "o", Final::must},
    Vowel{0, U"ວ", "oua", Final::must},
    Vowel{0, U"ຽ", "ia", Final::must},
    // ເ
    Vowel{U'ເ', U"ະ", "e", Final::none},
    Vowel{U'ເ', U"າະ", "o", Final::none},
    Vowel{U'ເ', U"ົາ", "ao", Final::none},
    Vowel{U'ເ', U"ັຽະ", "ia", Final::none},
    Vowel{U'ເ', U"ັຽ", "ia", Final::may},
    Vowel{U'ເ', U"ຶອະ", "ua", Final::none},
    Vowel{U'ເ', U"ຶອ", "ua", Final::may},
    Vowel{U'ເ', U"ືອ", "ua", Final::may},
    Vowel{U'ເ', U"ິະ", "eu", Final::none},
    Vowel{U'ເ', U"ິ", "eu", Final::may},
    Vowel{U'ເ', U"ີ", "eu", Final::may},
    Vowel{U'ເ', U"ຶ", "eu", Final::may},
    Vowel{U'ເ', U"ື", "eu", Final::may},
    Vowel{U'ເ', U"ັ", "e", Final::must},
    Vowel{U'ເ', U"ຍ", "ia", Final::none},
    Vowel{U'ເ', U"ຽ", "ia", Final::may},
    Vowel{U'ເ', U"", "e", Final::may},
    // ແ
    Vowel{U'ແ', U"ະ", "e", Final::none},
    Vowel{U'ແ', U"ັ", "e", Final::must},
    Vowel{U'ແ', U"", "e", Final::may},
    // ໂ
    Vowel{U'ໂ', U"ະ", "o", Final::none},
    Vowel{U'ໂ', U"ັ", "o", Final::must},
    Vowel{U'ໂ', U"", "o", Final::may},
    // ໄ and ໃ
    Vowel{U'ໄ', U"ຍ", "ai", Final::none},
    Vowel{U'ໄ', U"", "ai", Final::none},
    Vowel{U'ໃ', U"", "ai", Final::none},
};

const Consonant* find(char32_t letter)
{
    for (const Consonant& consonant : consonants)
        if (consonant.letter == letter)
            return &consonant;
    return nullptr;
}

} // namespace

std::optional<std::string_view> initial(char32_t consonant)
{
    const Consonant* found = find(consonant);
    return found ? std::optional{found->initial} : std::nullopt;
}

std::optional<std::string_view> final(char32_t consonant)
{
    const Consonant* found = find(consonant);
    return found && !found->final.empty() ? std::optional{found->final} : std::nullopt;
}

std::span<const Vowel> vowels()
{
    return all_vowels;
}

} // namespace card::text::latin
