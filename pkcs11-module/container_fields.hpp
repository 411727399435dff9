// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"
#include "card/tlv/reader.hpp"

#include <optional>

namespace p11 {

/// The value of one field of a PIV container, in whatever order its maker wrote them; nothing if it is not there, or
/// stands behind a break of the format.
inline std::optional<card::ByteView> find_field(card::ByteView content, card::tlv::Tag tag)
{
    try {
        for (card::tlv::Reader reader{content}; !reader.at_end();)
            if (const auto element = reader.next(); element.tag == tag)
                return element.value;
    } catch (const card::Error&) {
    }
    return std::nullopt;
}

} // namespace p11
