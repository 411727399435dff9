// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <cstdint>

namespace card::lds {

/// Image data types of the face record. [19794-5:2005] §5.7.2
enum class ImageFormat : std::uint8_t { jpeg = 0, jpeg2000 = 1 };

/// DG2 with one face: a CBEFF template around an ISO/IEC 19794-5:2005 record. [9303-10] §4.7.2
struct Dg2 {
    ImageFormat format = ImageFormat::jpeg;
    std::uint16_t width = 0;  ///< pixels, as the record says
    std::uint16_t height = 0; ///< pixels
    Bytes image;              ///< the compressed picture, not decoded
};

/// The whole file. Nothing in the picture is looked at.
CARD_API Bytes encode(const Dg2& dg2);
/// The picture of the first face. Throws malformed_tlv, malformed_data; unsupported for other record formats.
CARD_API Dg2 decode_dg2(ByteView file);

} // namespace card::lds
