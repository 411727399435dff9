// SPDX-License-Identifier: Apache-2.0
#include "card/text/truncate.hpp"

#include "card/base/error.hpp"
#include "code_points.hpp"
#include "letters.hpp"

#include <unicode/brkiter.h>
#include <unicode/localpointer.h>
#include <unicode/utext.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace card::text {

namespace {

/// Where each grapheme ends, in bytes.
std::vector<std::size_t> grapheme_ends(std::string_view utf8)
{
    decode(utf8); // refuses what is no UTF-8
    UErrorCode status = U_ZERO_ERROR;
    const icu::LocalUTextPointer content{
        utext_openUTF8(nullptr, utf8.data(), static_cast<std::int64_t>(utf8.size()), &status)};
    const std::unique_ptr<icu::BreakIterator> graphemes{
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status)};
    if (U_SUCCESS(status))
        graphemes->setText(content.getAlias(), status);
    if (U_FAILURE(status))
        throw Error{Errc::internal, "graphemes cannot be told apart"};
    std::vector<std::size_t> ends;
    graphemes->first();
    for (auto end = graphemes->next(); end != icu::BreakIterator::DONE; end = graphemes->next())
        ends.push_back(static_cast<std::size_t>(end));
    return ends;
}

/// Without what the cut left of a syllable or a word at its end.
std::string_view tidied(std::string_view cut)
{
    const std::u32string points = decode(cut);
    std::size_t keep = points.size();
    while (keep > 0 && (kind(points[keep - 1]) == Kind::leading_vowel || kind(points[keep - 1]) == Kind::separator))
        --keep;
    return cut.substr(0, encode(std::u32string_view{points}.substr(0, keep)).size());
}

} // namespace

std::size_t grapheme_count(std::string_view utf8)
{
    return grapheme_ends(utf8).size();
}

std::string_view truncate(std::string_view utf8, std::size_t graphemes)
{
    const auto ends = grapheme_ends(utf8);
    if (ends.size() <= graphemes)
        return utf8;
    return graphemes == 0 ? utf8.substr(0, 0) : tidied(utf8.substr(0, ends[graphemes - 1]));
}

std::string_view truncate_to_bytes(std::string_view utf8, std::size_t bytes)
{
    const auto ends = grapheme_ends(utf8);
    if (utf8.size() <= bytes)
        return utf8;
    const auto beyond = std::upper_bound(ends.begin(), ends.end(), bytes);
    return beyond == ends.begin() ? utf8.substr(0, 0) : tidied(utf8.substr(0, *std::prev(beyond)));
}

} // namespace card::text
