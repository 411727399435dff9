// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"

namespace card::pki {

inline constexpr std::size_t max_der_size = 65'536;
inline constexpr unsigned max_der_depth = 16;

/// Lets only what is one complete DER element of bounded size and depth come near OpenSSL: definite lengths in the
/// fewest bytes, nothing after the element, constructed elements that their children fill exactly.
/// Throws malformed_tlv.
CARD_API void check_der(ByteView der, std::size_t max_size = max_der_size, unsigned max_depth = max_der_depth);

} // namespace card::pki
