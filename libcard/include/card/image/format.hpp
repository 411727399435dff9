// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <optional>

namespace card::image {

/// Compressions of photographs on cards.
enum class Format {
    jpeg,                ///< [10918-1]
    jp2,                 ///< JPEG 2000 in its file format. [15444-1] annex I
    jpeg2000_codestream, ///< JPEG 2000, bare. [15444-1] annex A
};

/// What the first bytes announce; nothing if it is none of these. Says nothing about the rest.
CARD_API std::optional<Format> sniff(ByteView picture);

} // namespace card::image
