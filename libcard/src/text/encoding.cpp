// SPDX-License-Identifier: Apache-2.0
#include "card/text/encoding.hpp"

#include "card/base/utf8.hpp"

#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

namespace card::text {

namespace {

constexpr std::array<std::uint8_t, 3> utf8_mark{0xEF, 0xBB, 0xBF};
constexpr std::array<std::uint8_t, 2> little_endian_mark{0xFF, 0xFE};
constexpr std::array<std::uint8_t, 2> big_endian_mark{0xFE, 0xFF};

template <std::size_t n>
bool begins_with(ByteView bytes, const std::array<std::uint8_t, n>& mark)
{
    return bytes.size() >= n && std::equal(mark.begin(), mark.end(), bytes.begin());
}

/// Nothing if a unit or a surrogate pair is not whole.
std::optional<std::string> from_utf16(ByteView bytes, Encoding order)
{
    if (bytes.size() % 2 != 0 || bytes.size() > std::numeric_limits<std::int32_t>::max() / 2)
        return std::nullopt;
    std::u16string units(bytes.size() / 2, u'\0');
    for (std::size_t i = 0; i < units.size(); ++i) {
        const std::uint8_t first = bytes[2 * i];
        const std::uint8_t second = bytes[2 * i + 1];
        units[i] =
            static_cast<char16_t>(order == Encoding::utf16_big_endian ? first << 8 | second : second << 8 | first);
    }
    std::string out(3 * units.size(), '\0'); // the most that a unit becomes
    std::int32_t size = 0;
    UErrorCode status = U_ZERO_ERROR;
    u_strToUTF8(out.data(), static_cast<std::int32_t>(out.size()), &size, units.data(),
        static_cast<std::int32_t>(units.size()), &status);
    if (U_FAILURE(status))
        return std::nullopt;
    out.resize(static_cast<std::size_t>(size));
    return out;
}

std::variant<DecodedText, EncodingFault> whole(Encoding encoding, std::optional<std::string> text)
{
    if (!text)
        return EncodingFault::not_unicode;
    if (text->find('\0') != text->npos)
        return encoding == Encoding::utf8 ? EncodingFault::utf16_without_mark : EncodingFault::not_unicode;
    if (!is_utf8(*text))
        return EncodingFault::not_unicode;
    return DecodedText{encoding, *std::move(text)};
}

} // namespace

std::variant<DecodedText, EncodingFault> decode_text(ByteView bytes)
{
    if (begins_with(bytes, little_endian_mark))
        return whole(Encoding::utf16_little_endian, from_utf16(bytes.subspan(2), Encoding::utf16_little_endian));
    if (begins_with(bytes, big_endian_mark))
        return whole(Encoding::utf16_big_endian, from_utf16(bytes.subspan(2), Encoding::utf16_big_endian));
    if (begins_with(bytes, utf8_mark))
        return whole(Encoding::utf8_with_mark, std::string{as_text(bytes.subspan(3))});
    return whole(Encoding::utf8, std::string{as_text(bytes)});
}

} // namespace card::text
