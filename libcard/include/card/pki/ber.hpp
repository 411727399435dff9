// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/pki/der_limits.hpp"

namespace card::pki {

/// One BER element written anew with definite lengths in the fewest bytes, octet strings that come in segments joined.
/// Values, and the order of a SET, stay as they are: what is not signed by itself is no longer what its author wrote.
/// The limits hold for what is read and for what is written. Throws malformed_tlv. [X.690] §8.1.3, §8.7.3
CARD_API Bytes der_of_ber(ByteView ber, std::size_t max_size = max_der_size, unsigned max_depth = max_der_depth);

} // namespace card::pki
