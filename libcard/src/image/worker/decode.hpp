// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "../worker_protocol.hpp"
#include "card/image/picture.hpp"

/// What runs inside the sandbox.
namespace card::image::worker {

/// Why there is no picture: broken or unsupported.
struct Refused {
    Reply reply;
};

/// Each throws Refused; broken if the picture has more than `most` pixels.
Picture decode(ByteView compressed, std::size_t most);
Picture decode_jpeg(ByteView compressed, std::size_t most);
Picture decode_jpeg2000(ByteView compressed, bool boxed, std::size_t most);

/// Throws Refused, broken, unless a picture of this size has between one and `most` pixels.
void check_size(std::uint64_t width, std::uint64_t height, std::size_t most);

/// decode as the bytes of worker_protocol.hpp; never throws Refused.
Bytes answer(ByteView compressed, std::size_t most = max_pixels);

} // namespace card::image::worker
