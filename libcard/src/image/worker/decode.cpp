// SPDX-License-Identifier: Apache-2.0
#include "decode.hpp"

#include "card/image/format.hpp"

namespace card::image::worker {

void check_size(std::uint64_t width, std::uint64_t height, std::size_t most)
{
    if (width == 0 || height == 0 || width > most || height > most || width * height > most)
        throw Refused{Reply::broken};
}

Picture decode(ByteView compressed, std::size_t most)
{
    const auto format = sniff(compressed);
    if (!format)
        throw Refused{Reply::unsupported};
    switch (*format) {
    case Format::jpeg:
        return decode_jpeg(compressed, most);
    case Format::jp2:
        return decode_jpeg2000(compressed, true, most);
    case Format::jpeg2000_codestream:
        return decode_jpeg2000(compressed, false, most);
    }
    throw Refused{Reply::unsupported};
}

Bytes answer(ByteView compressed, std::size_t most)
try {
    const Picture picture = decode(compressed, most);
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
