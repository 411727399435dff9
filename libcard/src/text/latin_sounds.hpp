// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>

/// The tables of the romanisation of 2020 [MoH2020]: what letters sound like, without their tones. Vowels that the
/// stored copy of its tables does not show are those of BGN/PCGN 1966, which it follows, without diacritics.
namespace card::text::latin {

/// At the beginning of a syllable; nothing for what is no consonant. The silent ອ is the empty text.
std::optional<std::string_view> initial(char32_t consonant);

/// At the end of a syllable, where a consonant can stand there.
std::optional<std::string_view> final(char32_t consonant);

/// Whether a vowel wants a consonant behind it.
enum class Final { none, may, must };

/// One vowel: what is written before the consonant (0: nothing) and behind it.
struct Vowel {
    char32_t leading;
    std::u32string_view tail;
    std::string_view sound;
    Final final;
};

/// All of them; of two that begin alike the longer stands first.
std::span<const Vowel> vowels();

} // namespace card::text::latin
