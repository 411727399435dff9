// SPDX-License-Identifier: Apache-2.0
#include "card/image/picture.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>
#include <png.h>

using namespace card;

namespace {

/// What libpng reads.
image::Picture decode_png(ByteView file)
{
    png_image header{};
    header.version = PNG_IMAGE_VERSION;
    REQUIRE(png_image_begin_read_from_memory(&header, file.data(), file.size()) != 0);
    header.format = PNG_FORMAT_RGB;
    image::Picture picture{header.width, header.height, Bytes(PNG_IMAGE_SIZE(header))};
    REQUIRE(png_image_finish_read(&header, nullptr, picture.samples.data(), 0, nullptr) != 0);
    return picture;
}

} // namespace

TEST_CASE("image: libpng reads the pixels that were written")
{
    image::Picture picture{5, 3, Bytes(5 * 3 * 3)};
    for (std::size_t i = 0; i < picture.samples.size(); ++i)
        picture.samples[i] = static_cast<std::uint8_t>(i * 5);
    CHECK(decode_png(image::encode_png(picture)) == picture);
}

TEST_CASE("image: samples that do not fit the size are refused")
{
    CHECK(test::error_of([] { return image::encode_png({0, 0, {}}); }) == Errc::malformed_data);
    CHECK(test::error_of([] { return image::encode_png({2, 1, Bytes(5)}); }) == Errc::malformed_data);
    CHECK(test::error_of([] { return image::encode_png({1U << 31, 1U << 31, Bytes(3)}); }) == Errc::malformed_data);
}
