// SPDX-License-Identifier: Apache-2.0
#include "intake/jpeg_header.hpp"

namespace perso::intake {

namespace {

/// Second bytes of the markers. [T.81] table B.1
enum Marker : std::uint8_t {
    sof0 = 0xC0,
    sof1 = 0xC1,
    sof2 = 0xC2,
    soi = 0xD8,
    eoi = 0xD9,
    sos = 0xDA,
    fill = 0xFF,
};

std::uint16_t two(card::ByteView bytes)
{
    return static_cast<std::uint16_t>(card::from_big_endian(bytes.first(2)));
}

bool enclosed(card::ByteView jpeg)
{
    return jpeg.size() >= 4 && jpeg[0] == fill && jpeg[1] == soi && jpeg[jpeg.size() - 2] == fill && jpeg.back() == eoi;
}

/// Lf is left out of `content`: P, Y, X, Nf and three bytes per component. [T.81] §B.2.2
std::optional<JpegHeader> frame_header(std::uint8_t marker, card::ByteView content)
{
    if (content.size() < 6 || content.size() != 6u + 3u * content[5])
        return std::nullopt;
    return JpegHeader{.width = two(content.subspan(3)),
        .height = two(content.subspan(1)),
        .precision = content[0],
        .components = content[5],
        .progressive = marker == sof2};
}

} // namespace

std::optional<JpegHeader> read_jpeg_header(card::ByteView jpeg)
{
    if (!enclosed(jpeg))
        return std::nullopt;
    for (card::ByteView rest = jpeg.subspan(2); rest.size() >= 4 && rest[0] == fill;) {
        const std::uint8_t marker = rest[1];
        if (marker == fill) { // any number of fill bytes may precede a marker. [T.81] §B.1.1.2
            rest = rest.subspan(1);
            continue;
        }
        const std::size_t length = two(rest.subspan(2)); // counts itself
        if (marker < sof0 || marker == sos || marker == soi || marker == eoi || length < 2 || rest.size() < 2 + length)
            return std::nullopt;
        if (marker >= sof0 && marker <= sof2)
            return frame_header(marker, rest.subspan(4, length - 2));
        rest = rest.subspan(2 + length);
    }
    return std::nullopt;
}

} // namespace perso::intake
