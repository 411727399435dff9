// SPDX-License-Identifier: Apache-2.0
#include "card/sm/suite.hpp"

#include "card/base/error.hpp"
#include "card/crypto/cipher.hpp"
#include "card/crypto/mac.hpp"

#include <algorithm>

namespace card::sm {

SendSequenceCounter::SendSequenceCounter(ByteView value)
{
    require(value.size() == value_.size(), Errc::malformed_data, "send sequence counter", "not 16 bytes");
    std::copy(value.begin(), value.end(), value_.begin());
}

void SendSequenceCounter::increment() noexcept
{
    for (std::size_t i = value_.size(); i-- > 0;) {
        if (++value_[i] != 0)
            return;
    }
}

Bytes Suite::iv() const
{
    return crypto::aes_encrypt_block(keys_.k_enc, ssc_.bytes());
}

Bytes Suite::encrypt(ByteView plaintext) const
{
    return crypto::aes_cbc_encrypt(keys_.k_enc, iv(), crypto::pad80(plaintext));
}

Bytes Suite::decrypt(ByteView ciphertext) const
{
    const SecureBytes padded = crypto::aes_cbc_decrypt(keys_.k_enc, iv(), ciphertext);
    return to_bytes(crypto::unpad80(padded));
}

Bytes Suite::mac(ByteView padded_message) const
{
    Bytes mac = crypto::aes_cmac(keys_.k_mac, {ssc_.bytes(), padded_message});
    mac.resize(mac_size);
    return mac;
}

} // namespace card::sm
