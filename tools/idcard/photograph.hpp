// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/errc.hpp"

#include <optional>

namespace idcard {

/// A picture of a card as PNG, or why there is none: a broken picture costs the picture and nothing else.
struct Photograph {
    card::Bytes png;
    std::optional<card::Errc> problem;
};

/// Decoded by the sandboxed worker of the image layer.
Photograph decode_photograph(card::ByteView compressed);

} // namespace idcard
