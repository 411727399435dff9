// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <cstddef>
#include <cstdint>

namespace card::image {

/// Width times height at most; a photograph for a passport has a thirtieth of it.
inline constexpr std::size_t max_pixels = 16U << 20;

/// Pixels, row by row from the top, three bytes each: red, green, blue.
struct Picture {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    Bytes samples; ///< width * height * 3

    friend bool operator==(const Picture&, const Picture&) = default;
};

/// The picture as a PNG file. Throws malformed_data if the samples do not fit the size, or there are none.
CARD_API Bytes encode_png(const Picture& picture);

} // namespace card::image
