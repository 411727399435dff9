// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/block_cipher.hpp"

#include "aes_name.hpp"

#include <botan/block_cipher.h>

namespace card::crypto {

namespace {

std::unique_ptr<Botan::BlockCipher> keyed(BlockCipher cipher, ByteView key, ByteView block)
{
    constexpr std::size_t tdes_key_size = 24;
    const bool tdes = cipher == BlockCipher::tdes;
    require(!tdes || key.size() == tdes_key_size, Errc::crypto_failed, "TDES", "the key does not have 24 bytes");
    require(block.size() == block_size(cipher), Errc::crypto_failed, "block cipher", "the data are not one block");
    auto keyed = Botan::BlockCipher::create_or_throw(tdes ? "TripleDES" : aes_name(key));
    keyed->set_key(key.data(), key.size());
    return keyed;
}

} // namespace

std::size_t block_size(BlockCipher cipher)
{
    return cipher == BlockCipher::tdes ? 8 : 16;
}

SecureBytes encrypt_block(BlockCipher cipher, ByteView key, ByteView block)
{
    SecureBytes out{block.size()};
    keyed(cipher, key, block)->encrypt(block.data(), out.data());
    return out;
}

SecureBytes decrypt_block(BlockCipher cipher, ByteView key, ByteView block)
{
    SecureBytes out{block.size()};
    keyed(cipher, key, block)->decrypt(block.data(), out.data());
    return out;
}

} // namespace card::crypto
