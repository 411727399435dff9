// SPDX-License-Identifier: Apache-2.0
#include "decode.hpp"

#include <openjpeg.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

namespace card::image::worker {

namespace {

/// The compressed picture as the stream that OpenJPEG reads.
struct Source {
    ByteView data;
    std::size_t position = 0;
};

OPJ_SIZE_T read(void* buffer, OPJ_SIZE_T size, void* user)
{
    auto& source = *static_cast<Source*>(user);
    const std::size_t count = std::min(size, source.data.size() - source.position);
    if (count == 0)
        return static_cast<OPJ_SIZE_T>(-1);
    std::memcpy(buffer, source.data.data() + source.position, count);
    source.position += count;
    return count;
}

OPJ_OFF_T skip(OPJ_OFF_T distance, void* user)
{
    auto& source = *static_cast<Source*>(user);
    if (distance < 0)
        return -1;
    const std::size_t count = std::min(static_cast<std::size_t>(distance), source.data.size() - source.position);
    source.position += count;
    return static_cast<OPJ_OFF_T>(count);
}

OPJ_BOOL seek(OPJ_OFF_T position, void* user)
{
    auto& source = *static_cast<Source*>(user);
    if (position < 0 || static_cast<std::size_t>(position) > source.data.size())
        return OPJ_FALSE;
    source.position = static_cast<std::size_t>(position);
    return OPJ_TRUE;
}

struct DestroyStream {
    void operator()(opj_stream_t* stream) const { opj_stream_destroy(stream); }
};

struct DestroyCodec {
    void operator()(opj_codec_t* codec) const { opj_destroy_codec(codec); }
};

struct DestroyImage {
    void operator()(opj_image_t* image) const { opj_image_destroy(image); }
};

using Image = std::unique_ptr<opj_image_t, DestroyImage>;

void require_whole(bool holds)
{
    if (!holds)
        throw Refused{Reply::broken};
}

/// The decoded components; what was announced is checked before anything is decoded.
Image decode_components(Source& source, bool boxed, std::size_t most)
{
    const std::unique_ptr<opj_stream_t, DestroyStream> stream{opj_stream_default_create(OPJ_TRUE)};
    const std::unique_ptr<opj_codec_t, DestroyCodec> codec{
        opj_create_decompress(boxed ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K)};
    require_whole(stream && codec);
    opj_stream_set_user_data(stream.get(), &source, nullptr);
    opj_stream_set_user_data_length(stream.get(), source.data.size());
    opj_stream_set_read_function(stream.get(), read);
    opj_stream_set_skip_function(stream.get(), skip);
    opj_stream_set_seek_function(stream.get(), seek);

    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    require_whole(opj_setup_decoder(codec.get(), &parameters) == OPJ_TRUE);
    require_whole(opj_decoder_set_strict_mode(codec.get(), OPJ_TRUE) == OPJ_TRUE);

    opj_image_t* header = nullptr;
    const bool read_header = opj_read_header(stream.get(), codec.get(), &header) == OPJ_TRUE;
    Image image{header};
    require_whole(read_header && image != nullptr);
    require_whole(image->x1 > image->x0 && image->y1 > image->y0);
    check_size(image->x1 - image->x0, image->y1 - image->y0, most);
    if (image->numcomps == 0 || image->numcomps > 4)
        throw Refused{Reply::unsupported};
    require_whole(opj_decode(codec.get(), stream.get(), image.get()) == OPJ_TRUE);
    require_whole(opj_end_decompress(codec.get(), stream.get()) == OPJ_TRUE);
    return image;
}

/// One sample of a component at a place of the picture, as 0 to 255.
int sample(const opj_image_comp_t& component, std::uint32_t x, std::uint32_t y)
{
    const std::uint32_t column = std::min(x / component.dx, component.w - 1);
    const std::uint32_t row = std::min(y / component.dy, component.h - 1);
    const std::int64_t value = component.data[std::size_t{row} * component.w + column];
    const std::int64_t lowest = component.sgnd != 0 ? -(std::int64_t{1} << (component.prec - 1)) : 0;
    const std::int64_t steps = (std::int64_t{1} << component.prec) - 1;
    return static_cast<int>(std::clamp<std::int64_t>((value - lowest) * 255 / steps, 0, 255));
}

void check_component(const opj_image_comp_t& component)
{
    require_whole(component.data != nullptr && component.w > 0 && component.h > 0);
    require_whole(component.dx > 0 && component.dy > 0 && component.prec > 0);
    if (component.prec > 16)
        throw Refused{Reply::unsupported};
}

std::uint8_t clamped(double value)
{
    return static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0));
}

/// Full-range YCbCr. [15444-1] §M.11.17.3, [10918-5] §7
std::array<std::uint8_t, 3> from_ycc(int y, int cb, int cr)
{
    return {clamped(y + 1.402 * (cr - 128)), clamped(y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128)),
        clamped(y + 1.772 * (cb - 128))};
}

} // namespace

Picture decode_jpeg2000(ByteView compressed, bool boxed, std::size_t most)
{
    Source source{compressed};
    const Image image = decode_components(source, boxed, most);
    if (image->color_space == OPJ_CLRSPC_CMYK || image->color_space == OPJ_CLRSPC_EYCC)
        throw Refused{Reply::unsupported};
    const std::span components{image->comps, image->numcomps};
    for (const auto& component : components)
        check_component(component);

    const bool grey = components.size() < 3; // a second component is alpha, and so is a fourth
    const bool ycc = image->color_space == OPJ_CLRSPC_SYCC;
    Picture picture{image->x1 - image->x0, image->y1 - image->y0, {}};
    picture.samples.reserve(std::size_t{picture.width} * picture.height * 3);
    for (std::uint32_t y = 0; y < picture.height; ++y) {
        for (std::uint32_t x = 0; x < picture.width; ++x) {
            const int first = sample(components[0], x, y);
            const int second = grey ? first : sample(components[1], x, y);
            const int third = grey ? first : sample(components[2], x, y);
            const auto pixel = ycc && !grey ? from_ycc(first, second, third)
                                            : std::array<std::uint8_t, 3>{static_cast<std::uint8_t>(first),
                                                  static_cast<std::uint8_t>(second), static_cast<std::uint8_t>(third)};
            append(picture.samples, pixel);
        }
    }
    return picture;
}

} // namespace card::image::worker
