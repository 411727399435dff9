// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <string>

/// Content of the key history object: how many retired keys a card has. [800-73-4] part 1 §3.3.3
namespace card::piv {

/// The keys with certificates on the card come first, from 82 on; the others go down from 95.
struct KeyHistory {
    unsigned on_card = 0;  ///< keys whose certificates the card holds
    unsigned off_card = 0; ///< keys whose certificates are to be had under `url`
    std::string url = {};  ///< at most 118 printable ASCII characters; never empty with keys off the card

    friend bool operator==(const KeyHistory&, const KeyHistory&) = default;
};

/// Throws malformed_data for more than twenty keys in all, and for a URL that is too long, not printable, missing with
/// keys off the card, or there without any key.
CARD_API Bytes encode(const KeyHistory& history);
/// Throws malformed_tlv, malformed_data.
CARD_API KeyHistory decode_key_history(ByteView content);

} // namespace card::piv
