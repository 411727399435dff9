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

/// Each throws Refused.
Picture decode(ByteView compressed);
Picture decode_jpeg(ByteView compressed);
Picture decode_jpeg2000(ByteView compressed, bool boxed);

/// Throws Refused, broken, unless a picture of this size has between one and max_pixels pixels.
void check_size(std::uint64_t width, std::uint64_t height);

/// decode as the bytes of worker_protocol.hpp; never throws Refused.
Bytes answer(ByteView compressed);

} // namespace card::image::worker
