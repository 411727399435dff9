// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/tlv/tag.hpp"

#include <initializer_list>

namespace card::tlv {

/// A tag as it is written.
CARD_API Bytes encode(Tag tag);

/// One data object with definite length in the fewest bytes.
CARD_API Bytes encode(Tag tag, ByteView value);

/// A constructed data object of already encoded `children`: encode(seq, {a, b}) reads like the ASN.1.
CARD_API Bytes encode(Tag tag, std::initializer_list<ByteView> children);

/// INTEGER of a non-negative number. [X.690] §8.3
CARD_API Bytes encode_integer(std::uint64_t value);

/// INTEGER of an unsigned big-endian number of any size: leading zeros removed, sign byte added. [X.690] §8.3
CARD_API Bytes encode_unsigned(ByteView magnitude);

/// SET OF: children in ascending order of their encodings, as DER asks. [X.690] §11.6
CARD_API Bytes encode_set_of(std::vector<Bytes> children);

} // namespace card::tlv
