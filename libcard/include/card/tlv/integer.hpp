// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

namespace card::tlv {

/// The number that the content of an INTEGER spells. Throws malformed_tlv if it is empty, negative, padded or of
/// more than 63 bits. [X.690] §8.3
CARD_API std::uint64_t decode_unsigned(ByteView content);

} // namespace card::tlv
