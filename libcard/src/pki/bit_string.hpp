// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"

namespace card::pki {

/// The content of a BIT STRING begins with the number of unused bits. Throws malformed_data. [X.690] §8.6.2
inline void check_bit_string(ByteView content)
{
    require(
        !content.empty() && content[0] <= 7, Errc::malformed_data, "bit string", "without its number of unused bits");
}

} // namespace card::pki
