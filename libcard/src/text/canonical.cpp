// SPDX-License-Identifier: Apache-2.0
#include "card/text/canonical.hpp"

#include "card/base/error.hpp"
#include "code_points.hpp"
#include "letters.hpp"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <algorithm>

namespace card::text {

namespace {

std::string normalised(std::string_view utf8)
{
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
    std::string out;
    icu::StringByteSink<std::string> sink{&out, static_cast<std::int32_t>(utf8.size())};
    if (U_SUCCESS(status))
        nfc->normalizeUTF8(
            0, icu::StringPiece{utf8.data(), static_cast<std::int32_t>(utf8.size())}, sink, nullptr, status);
    if (U_FAILURE(status))
        throw Error{Errc::internal, "Unicode normalisation failed"};
    return out;
}

constexpr bool is_invisible(char32_t point)
{
    return point == 0x00AD || (point >= 0x200B && point <= 0x200D) || point == 0x2060 || point == 0xFEFF;
}

void drop_invisible(std::u32string& points)
{
    std::erase_if(points, is_invisible);
    std::replace(points.begin(), points.end(), char32_t{0x00A0}, U' ');
}

bool is_mark(char32_t point)
{
    const Kind k = kind(point);
    return k == Kind::semi_consonant || k == Kind::vowel_mark || k == Kind::tone || k == Kind::cancellation;
}

/// The order of the marks of one consonant. Unicode's classes do not sort a tone mark against a mark above.
int rank(char32_t point)
{
    switch (kind(point)) {
    case Kind::semi_consonant:
        return 0;
    case Kind::vowel_mark:
        return 1;
    case Kind::tone:
        return 2;
    default:
        return 3;
    }
}

void sort_marks(std::u32string& points)
{
    for (auto begin = points.begin(); begin != points.end();) {
        begin = std::find_if(begin, points.end(), is_mark);
        const auto end = std::find_if_not(begin, points.end(), is_mark);
        std::stable_sort(begin, end, [](char32_t a, char32_t b) { return rank(a) < rank(b); });
        begin = end;
    }
}

/// U+0ECD, tone marks, U+0EB2 becomes tone marks, U+0EB3. With another vowel mark beside it U+0ECD is no part of AM.
void join_am(std::u32string& points)
{
    for (std::size_t i = 1; i < points.size(); ++i) {
        if (points[i] != lao::aa)
            continue;
        std::size_t at = i - 1;
        while (at > 0 && kind(points[at]) == Kind::tone)
            --at;
        if (points[at] != lao::niggahita || (at > 0 && kind(points[at - 1]) == Kind::vowel_mark))
            continue;
        points[i] = lao::am;
        points.erase(at, 1);
        --i;
    }
}

/// U+0EB3, tone mark becomes tone mark, U+0EB3.
void tone_before_am(std::u32string& points)
{
    for (std::size_t i = 1; i < points.size(); ++i)
        if (kind(points[i]) == Kind::tone && points[i - 1] == lao::am)
            std::swap(points[i - 1], points[i]);
}

} // namespace

std::string canonical(std::string_view utf8)
{
    std::u32string points = decode(utf8);
    drop_invisible(points);
    std::string out = encode(points);
    // Each pass brings marks closer to their place; what it moves may give the normalisation something to do again.
    for (std::string before; before != out;) {
        before = normalised(out);
        points = decode(before);
        sort_marks(points);
        join_am(points);
        tone_before_am(points);
        out = encode(points);
    }
    return out;
}

std::string ascii_digits(std::string_view utf8)
{
    std::u32string points = decode(utf8);
    std::transform(points.begin(), points.end(), points.begin(), ascii_digit);
    return encode(points);
}

} // namespace card::text
