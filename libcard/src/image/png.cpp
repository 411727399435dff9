// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/image/picture.hpp"

#include <png.h>

namespace card::image {

Bytes encode_png(const Picture& picture)
{
    const std::size_t pixels = std::size_t{picture.width} * picture.height;
    require(pixels > 0 && pixels <= max_pixels && picture.samples.size() == pixels * 3, Errc::malformed_data, "PNG",
        "the samples do not fit the size");

    png_image header{};
    header.version = PNG_IMAGE_VERSION;
    header.width = picture.width;
    header.height = picture.height;
    header.format = PNG_FORMAT_RGB;

    Bytes file(PNG_IMAGE_PNG_SIZE_MAX(header));
    png_alloc_size_t size = file.size();
    const int written = png_image_write_to_memory(&header, file.data(), &size, 0, picture.samples.data(), 0, nullptr);
    png_image_free(&header);
    require(written != 0, Errc::internal, "PNG", "the picture could not be encoded");
    file.resize(size);
    return file;
}

} // namespace card::image
