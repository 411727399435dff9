// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <cstdint>
#include <optional>

namespace perso::intake {

/// What the frame header of a JPEG says. [T.81] §B.2.2
struct JpegHeader {
    std::uint16_t width;
    std::uint16_t height;
    std::uint8_t precision;  ///< bits per sample
    std::uint8_t components; ///< 1: grey, 3: colour
    bool progressive;
};

/// Reads the marker segments up to the frame header; nothing is decoded. Nothing if the bytes are no complete JPEG:
/// they begin with SOI, end with EOI, and each segment lies inside them.
std::optional<JpegHeader> read_jpeg_header(card::ByteView jpeg);

} // namespace perso::intake
