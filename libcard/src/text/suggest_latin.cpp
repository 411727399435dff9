// SPDX-License-Identifier: Apache-2.0
#include "card/text/canonical.hpp"
#include "card/text/names.hpp"
#include "card/text/spelling.hpp"
#include "code_points.hpp"
#include "latin_sounds.hpp"
#include "letters.hpp"

#include <algorithm>
#include <vector>

namespace card::text {

namespace {

constexpr char32_t medial_vo = U'ວ';
constexpr std::size_t longest_word = 256; ///< reading goes as deep as there are syllables

/// A piece of the word that was read: where it ends and how it sounds.
struct Piece {
    std::size_t end;
    std::string latin;
};

/// Divides one word into syllables and spells them. Lao writes every vowel but leaves it to the reader which consonant
/// ends a syllable and which begins the next; of the possible readings the first is taken whose syllables are complete.
class Word {
public:
    /// `inherent_a`: a consonant without a vowel is read with A, as in spellings from before 1975.
    Word(std::u32string_view letters, bool inherent_a)
        : letters_{letters}, inherent_a_{inherent_a}, dead_end_(letters.size() + 1)
    {
    }

    std::optional<std::string> latin() { return rest(0); }

private:
    char32_t at(std::size_t i) const { return i < letters_.size() ? letters_[i] : U'\0'; }

    std::optional<std::string> rest(std::size_t begin)
    {
        if (begin == letters_.size())
            return std::string{};
        if (dead_end_[begin])
            return std::nullopt;
        for (const Piece& syllable : syllables(begin)) {
            const auto [end, sound] = with_signs(syllable);
            if (auto tail = rest(end))
                return sound + *tail;
        }
        dead_end_[begin] = true;
        return std::nullopt;
    }

    /// Silenced consonants behind a syllable say nothing, the repetition sign says it again.
    Piece with_signs(Piece syllable) const
    {
        while (kind(at(syllable.end)) == Kind::consonant && kind(at(syllable.end + 1)) == Kind::cancellation)
            syllable.end += 2;
        if (kind(at(syllable.end)) == Kind::repetition)
            return {syllable.end + 1, syllable.latin + syllable.latin};
        return syllable;
    }

    /// The syllables that may begin here, the likely ones first.
    std::vector<Piece> syllables(std::size_t begin) const
    {
        const char32_t leading = kind(at(begin)) == Kind::leading_vowel ? at(begin) : U'\0';
        std::vector<Piece> found;
        for (const Piece& initial : initials(begin + (leading ? 1 : 0))) {
            for (const latin::Vowel& vowel : latin::vowels())
                if (vowel.leading == leading && letters_.substr(initial.end).starts_with(vowel.tail))
                    add_endings(found, {initial.end + vowel.tail.size(), initial.latin + std::string{vowel.sound}},
                        vowel.final);
            if (!leading && inherent_a_)
                found.push_back({initial.end, initial.latin + "a"});
        }
        return found;
    }

    /// One consonant or two that are spoken together.
    std::vector<Piece> initials(std::size_t begin) const
    {
        std::vector<Piece> found;
        const auto first = latin::initial(at(begin));
        if (!first)
            return found;
        const char32_t second = at(begin + 1);
        const std::u32string_view after_ho = U"ງຍນມລວຣ";
        const bool silent_ho = at(begin) == lao::ho_sung && after_ho.find(second) != after_ho.npos;
        if (silent_ho)
            found.push_back({begin + 2, std::string{*latin::initial(second)}});
        found.push_back({begin + 1, std::string{*first}});
        if (second == medial_vo && !silent_ho)
            found.push_back({begin + 2, std::string{*first} + "ou"});
        else if ((second == U'ຣ' || second == lao::lo) && !silent_ho)
            found.push_back({begin + 2, std::string{*first}.append(*latin::initial(second))});
        return found;
    }

    void add_endings(std::vector<Piece>& found, const Piece& open, latin::Final final) const
    {
        const auto closing = final == latin::Final::none ? std::nullopt : latin::final(at(open.end));
        if (closing) {
            const bool iu = at(open.end) == medial_vo && open.latin.ends_with('i');
            found.push_back({open.end + 1, open.latin + (iu ? "ou" : std::string{*closing})});
        }
        if (final != latin::Final::must)
            found.push_back(open);
    }

    std::u32string_view letters_;
    bool inherent_a_;
    std::vector<bool> dead_end_; ///< nothing that begins here can be read to the end
};

/// Letters alone: without tones, ligatures and semivowel signs taken apart.
std::u32string letters_of(std::string_view lao)
{
    std::u32string letters;
    for (const char32_t point : decode(canonical(lao))) {
        if (point == lao::ho_no || point == lao::ho_mo)
            letters.append({lao::ho_sung, point == lao::ho_no ? lao::no : lao::mo});
        else if (kind(point) != Kind::tone)
            letters.push_back(point == lao::semivowel_lo ? lao::lo : ascii_digit(point));
    }
    return letters;
}

std::optional<std::string> latin_of(std::u32string_view word)
{
    if (word.size() > longest_word)
        return std::nullopt;
    for (const bool inherent_a : {false, true})
        if (auto latin = Word{word, inherent_a}.latin())
            return latin;
    return std::nullopt;
}

} // namespace

std::string suggest_latin(std::string_view lao)
{
    if (spelling_problem(lao))
        return {};
    const std::u32string letters = letters_of(lao);
    const auto ends_word = [](char32_t c) { return kind(c) == Kind::separator || kind(c) == Kind::digit; };
    std::string latin;
    for (auto at = letters.begin(); at != letters.end();) {
        const auto end = std::find_if(at, letters.end(), ends_word);
        const auto word = latin_of(std::u32string_view{at, end});
        if (!word)
            return {};
        latin += *word;
        at = end;
        for (; at != letters.end() && ends_word(*at); ++at)
            latin += static_cast<char>(*at);
    }
    std::transform(latin.begin(), latin.end(), latin.begin(),
        [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return latin;
}

} // namespace card::text
