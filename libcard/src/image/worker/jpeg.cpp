// SPDX-License-Identifier: Apache-2.0
#include "decode.hpp"

#include <turbojpeg.h>

#include <memory>

namespace card::image::worker {

namespace {

struct Close {
    void operator()(void* handle) const { tjDestroy(handle); }
};

} // namespace

Picture decode_jpeg(ByteView compressed, std::size_t most)
{
    const std::unique_ptr<void, Close> decoder{tjInitDecompress()};
    if (!decoder)
        throw Refused{Reply::broken};
    const auto size = static_cast<unsigned long>(compressed.size());
    int width = 0;
    int height = 0;
    int subsampling = 0;
    int colour_space = 0;
    if (tjDecompressHeader3(decoder.get(), compressed.data(), size, &width, &height, &subsampling, &colour_space) !=
            0 ||
        width < 0 || height < 0)
        throw Refused{Reply::broken};
    check_size(static_cast<std::uint64_t>(width), static_cast<std::uint64_t>(height), most);
    if (colour_space == TJCS_CMYK || colour_space == TJCS_YCCK) // for printing presses
        throw Refused{Reply::unsupported};

    Picture picture{static_cast<std::uint32_t>(width), static_cast<std::uint32_t>(height), {}};
    picture.samples.resize(std::size_t{picture.width} * picture.height * 3);
    // A warning means that samples are missing or made up; too many scans, that somebody wants our time.
    if (tjDecompress2(decoder.get(), compressed.data(), size, picture.samples.data(), width, 0, height, TJPF_RGB,
            TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS) != 0)
        throw Refused{Reply::broken};
    return picture;
}

} // namespace card::image::worker
