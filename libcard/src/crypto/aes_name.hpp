// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/error.hpp"

#include <string>

namespace card::crypto {

/// "AES-128", "AES-192" or "AES-256", as the key has 16, 24 or 32 bytes.
inline std::string aes_name(ByteView key)
{
    if (key.size() != 16 && key.size() != 24 && key.size() != 32)
        throw Error{Errc::crypto_failed, "an AES key has 16, 24 or 32 bytes"};
    return "AES-" + std::to_string(key.size() * 8);
}

} // namespace card::crypto
