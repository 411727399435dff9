// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

#include <string>
#include <string_view>

namespace card {

/// Lower-case hexadecimal digits, two per byte.
CARD_API std::string to_hex(ByteView bytes);

/// Reads pairs of hexadecimal digits in either case; spaces between pairs are skipped.
/// Throws Errc::malformed_data on any other character or an odd number of digits.
CARD_API Bytes from_hex(std::string_view text);

} // namespace card
