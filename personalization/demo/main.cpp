// SPDX-License-Identifier: Apache-2.0
// idcard-demo-face [--signature] FILE [SEED]: draws the face of a person who does not exist, marked SPECIMEN, or a
// signature that nobody writes, as a JPEG.
#include "face.hpp"

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

#include <jpeglib.h> // needs <cstdio>

namespace {

constexpr int quality = 85;

struct Close {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

/// libjpeg ends the program with a message of its own when writing fails.
void write_jpeg(demo::Picture& picture, std::FILE* out)
{
    jpeg_compress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_compress(&jpeg);
    jpeg_stdio_dest(&jpeg, out);
    jpeg.image_width = static_cast<JDIMENSION>(picture.width());
    jpeg.image_height = static_cast<JDIMENSION>(picture.height());
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, quality, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    while (jpeg.next_scanline < jpeg.image_height) {
        JSAMPROW row = picture.row(jpeg.next_scanline);
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    jpeg_destroy_compress(&jpeg);
}

int usage()
{
    std::fprintf(stderr, "usage: idcard-demo-face [--signature] FILE [SEED]\n");
    return 2;
}

} // namespace

int main(int argc, char** argv)
{
    const bool signature = argc > 1 && std::string_view{argv[1]} == "--signature";
    if (signature) {
        --argc;
        ++argv;
    }
    if (argc < 2 || argc > 3)
        return usage();
    const std::unique_ptr<std::FILE, Close> out{std::fopen(argv[1], "wb")};
    if (!out) {
        std::perror(argv[1]);
        return 6;
    }
    const auto seed = argc == 3 ? static_cast<unsigned>(std::strtoul(argv[2], nullptr, 10)) : 0;
    auto picture = signature ? demo::draw_signature(seed) : demo::draw_face(seed);
    write_jpeg(picture, out.get());
    return 0;
}
