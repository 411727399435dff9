// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

/// Between Decoder and worker, over one socket: the compressed picture until its end; then one byte of result, and if
/// that is `picture`, width and height (four bytes each, big-endian) and the samples.
namespace card::image {

enum class Reply : std::uint8_t { picture = 'P', broken = 'B', unsupported = 'U' };

inline constexpr std::size_t picture_header_size = 9;

} // namespace card::image
