// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <vector>

namespace card::lds {

/// DG7: pictures of the holder's signature or usual mark, compressed, not decoded. [9303-10] §4.7.7
struct Dg7 {
    std::vector<Bytes> images; ///< one to nine

    friend bool operator==(const Dg7&, const Dg7&) = default;
};

/// The whole file. Nothing in the pictures is looked at. Throws malformed_data for none, too many or an empty one.
CARD_API Bytes encode(const Dg7& dg7);
/// Throws malformed_tlv, malformed_data.
CARD_API Dg7 decode_dg7(ByteView file);

} // namespace card::lds
