// SPDX-License-Identifier: Apache-2.0
#include "card/image/format.hpp"

#include <algorithm>
#include <array>

namespace card::image {

namespace {

bool starts_with(ByteView picture, ByteView signature)
{
    return picture.size() >= signature.size() && std::ranges::equal(picture.first(signature.size()), signature);
}

} // namespace

std::optional<Format> sniff(ByteView picture)
{
    // SOI and the first byte of the next marker. [10918-1] §B.1.1
    constexpr std::array<std::uint8_t, 3> jpeg{0xFF, 0xD8, 0xFF};
    // The signature box. [15444-1] §I.5.1
    constexpr std::array<std::uint8_t, 12> jp2{0x00, 0x00, 0x00, 0x0C, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A};
    // SOC and SIZ. [15444-1] §A.4.1, §A.5.1
    constexpr std::array<std::uint8_t, 4> codestream{0xFF, 0x4F, 0xFF, 0x51};

    if (starts_with(picture, jpeg))
        return Format::jpeg;
    if (starts_with(picture, jp2))
        return Format::jp2;
    if (starts_with(picture, codestream))
        return Format::jpeg2000_codestream;
    return std::nullopt;
}

} // namespace card::image
