// SPDX-License-Identifier: Apache-2.0
#include "decode.hpp"

#include "card/image/format.hpp"

namespace card::image::worker {

void check_size(std::uint64_t width, std::uint64_t height)
{
    if (width == 0 || height == 0 || width > max_pixels || height > max_pixels || width * height > max_pixels)
        throw Refused{Reply::broken};
}

Picture decode(ByteView compressed)
{
    const auto format = sniff(compressed);
    if (!format)
        throw Refused{Reply::unsupported};
    switch (*format) {
    case Format::jpeg:
        return decode_jpeg(compressed);
    case Format::jp2:
        return decode_jpeg2000(compressed, true);
    case Format::jpeg2000_codestream:
        return decode_jpeg2000(compressed, false);
    }
    throw Refused{Reply::unsupported};
}

Bytes answer(ByteView compressed)
try {
    const Picture picture = decode(compressed);
    Bytes bytes{static_cast<std::uint8_t>(Reply::picture)};
    bytes.reserve(picture_header_size + picture.samples.size());
    append(bytes, big_endian(picture.width, 4));
    append(bytes, big_endian(picture.height, 4));
    append(bytes, picture.samples);
    return bytes;

} catch (const Refused& refused) {
    return {static_cast<std::uint8_t>(refused.reply)};
}

} // namespace card::image::worker
