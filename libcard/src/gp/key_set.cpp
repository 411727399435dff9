// SPDX-License-Identifier: Apache-2.0
#include "card/gp/key_set.hpp"

#include "card/crypto/cipher.hpp"

#include <algorithm>

namespace card::gp {

KeyCheckValue key_check_value(ByteView key)
{
    const Bytes ones(crypto::aes_block_size, 0x01);
    const Bytes encrypted = crypto::aes_encrypt_block(key, ones);
    KeyCheckValue value{};
    std::copy_n(encrypted.begin(), value.size(), value.begin());
    return value;
}

} // namespace card::gp
