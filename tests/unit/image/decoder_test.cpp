// SPDX-License-Identifier: Apache-2.0
// Through the real worker, in its sandbox.
#include "card/base/hex.hpp"
#include "card/crypto/hash.hpp"
#include "card/image/decoder.hpp"
#include "support/throws.hpp"
#include "vectors.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <optional>

using namespace card;
using test::picture_file;

namespace {

std::optional<Errc> refusal(ByteView picture)
{
    return test::error_of([&] { return image::Decoder{}.decode(picture); });
}

std::size_t find(ByteView data, ByteView part)
{
    const auto found = std::search(data.begin(), data.end(), part.begin(), part.end());
    REQUIRE(found != data.end());
    return static_cast<std::size_t>(found - data.begin());
}

} // namespace

TEST_CASE("image: a JPEG photograph has the pixels that djpeg gives")
{
    const image::Picture face = image::Decoder{}.decode(picture_file("face.jpg"));
    CHECK(face.width == 90);
    CHECK(face.height == 120);
    CHECK(to_hex(crypto::digest(crypto::Hash::sha256, face.samples)) ==
          "5e5799a1a1ef0edcf6017d71eb2aae42078fb619aee9440ac9f71a2bc098ff81");
}

TEST_CASE("image: JPEG 2000 of OpenJPEG's encoder, in its file format and bare, has the same pixels")
{
    const image::Picture face = image::Decoder{}.decode(picture_file("face.jpg"));
    CHECK(image::Decoder{}.decode(picture_file("face.jp2")) == face);
    CHECK(image::Decoder{}.decode(picture_file("face.j2k")) == face);
}

TEST_CASE("image: grey pictures, progressive JPEG")
{
    const image::Picture grey = image::Decoder{}.decode(picture_file("grey_progressive.jpg"));
    CHECK(image::Decoder{}.decode(picture_file("grey.jp2")) == grey);
    CHECK(grey.samples[0] == grey.samples[1]);
    CHECK(grey.samples[1] == grey.samples[2]);
}

TEST_CASE("image: colours of printing presses and other formats are not decoded")
{
    CHECK(refusal(picture_file("cmyk.jpg")) == Errc::image_unsupported);
    CHECK(refusal(from_hex("89504E470D0A1A0A")) == Errc::image_unsupported);
    CHECK(refusal({}) == Errc::image_unsupported);
}

TEST_CASE("image: a picture cut off anywhere is broken")
{
    for (const char* name : {"face.jpg", "face.jp2", "face.j2k"}) {
        const Bytes whole = picture_file(name);
        for (const std::size_t size : {std::size_t{16}, std::size_t{40}, whole.size() / 4, whole.size() / 2,
                 whole.size() * 3 / 4, whole.size() - 10}) {
            INFO(name << " cut to " << size << " bytes");
            CHECK(refusal(ByteView{whole}.first(size)) == Errc::image_broken);
        }
    }
}

TEST_CASE("image: a header that promises more than fits is refused before memory is taken")
{
    Bytes jpeg = picture_file("face.jpg");
    const std::size_t frame = find(jpeg, from_hex("FFC0001108")); // SOF0: height and width follow. [10918-1] §B.2.2
    std::ranges::copy(from_hex("FFFFFFFF"), jpeg.begin() + static_cast<std::ptrdiff_t>(frame + 5));
    CHECK(refusal(jpeg) == Errc::image_broken);

    Bytes codestream = picture_file("face.j2k");
    const std::size_t size = find(codestream, from_hex("FF51")); // SIZ: Xsiz, Ysiz after Lsiz, Rsiz. [15444-1] §A.5.1
    std::ranges::copy(from_hex("7FFFFFFF7FFFFFFF"), codestream.begin() + static_cast<std::ptrdiff_t>(size + 6));
    CHECK(refusal(codestream) == Errc::image_broken);

    CHECK(refusal(Bytes(image::max_compressed + 1, 0xFF)) == Errc::image_unsupported);
    Bytes huge = picture_file("face.jpg");
    huge.resize(image::max_compressed + 1);
    CHECK(refusal(huge) == Errc::image_broken);
}

TEST_CASE("image: without a worker there is no picture, and no other program takes its place")
{
    const Bytes face = picture_file("face.jpg");
    CHECK(test::error_of([&] { return image::Decoder{"/nonexistent"}.decode(face); }) == Errc::image_decoder_missing);
    CHECK(test::error_of([&] { return image::Decoder{"/bin/true"}.decode(face); }) == Errc::image_broken);
    CHECK(test::error_of([&] { return image::Decoder{"/bin/cat"}.decode(face); }) == Errc::image_broken);
}

TEST_CASE("image: a worker that does not answer is ended when patience is at its end")
{
    const auto begin = std::chrono::steady_clock::now();
    CHECK(test::error_of([&] {
        return image::Decoder{CARD_SANDBOX_PROBE}.decode(picture_file("face.jpg"), std::chrono::milliseconds{200});
    }) == Errc::image_broken);
    const auto waited = std::chrono::steady_clock::now() - begin;
    CHECK(waited >= std::chrono::milliseconds{200});
    CHECK(waited < std::chrono::seconds{2}); // ten times what it may
}

TEST_CASE("image: photographs become PNG")
{
    const Bytes png = image::to_png(picture_file("face.jp2"));
    CHECK(to_hex(ByteView{png}.first(8)) == "89504e470d0a1a0a");
}
