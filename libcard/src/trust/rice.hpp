// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <cstdint>
#include <vector>

/// Golomb-Rice coding of a set of numbers, each with a few bits of its own: a gap to the one before is a quotient in
/// ones ended by a zero, then `parameter` bits of remainder, then the own bits. First bit first.
namespace card::trust::rice {

/// Ascending numbers below `limit`, each shifted left by `extra` bits that hold what belongs to it.
struct Set {
    std::uint32_t limit = 0;
    unsigned extra = 0;
};

/// Four bytes count, one byte parameter, the stream, filled up with zero bits. The parameter follows from count and
/// limit: one set has one encoding.
void append(Bytes& out, const std::vector<std::uint32_t>& items, Set set);

/// Takes one set from the front of `rest`. Throws malformed_data for what append() would not have written.
std::vector<std::uint32_t> take(ByteView& rest, Set set);

} // namespace card::trust::rice
