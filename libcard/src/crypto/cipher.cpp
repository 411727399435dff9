// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/cipher.hpp"

#include "aes_name.hpp"

#include "card/crypto/block_cipher.hpp"

#include <botan/cipher_mode.h>

#include <algorithm>

namespace card::crypto {

namespace {

/// Runs CBC in place.
void aes_cbc(Botan::Cipher_Dir direction, ByteView key, ByteView iv, std::span<std::uint8_t> data)
{
    require(data.size() % aes_block_size == 0, Errc::crypto_failed, "AES-CBC", "the data are not whole blocks");
    require(iv.size() == aes_block_size, Errc::crypto_failed, "AES-CBC", "the IV is not one block");
    const auto mode = Botan::Cipher_Mode::create_or_throw(aes_name(key) + "/CBC/NoPadding", direction);
    mode->set_key(key.data(), key.size());
    mode->start(iv.data(), iv.size());
    mode->process(data.data(), data.size());
}

} // namespace

Bytes aes_encrypt_block(ByteView key, ByteView block)
{
    return to_bytes(encrypt_block(BlockCipher::aes, key, block));
}

Bytes aes_cbc_encrypt(ByteView key, ByteView iv, ByteView plaintext)
{
    Bytes out = to_bytes(plaintext);
    aes_cbc(Botan::ENCRYPTION, key, iv, out);
    return out;
}

SecureBytes aes_cbc_decrypt(ByteView key, ByteView iv, ByteView ciphertext)
{
    SecureBytes out{ciphertext};
    aes_cbc(Botan::DECRYPTION, key, iv, out.span());
    return out;
}

SecureBytes pad80(ByteView data, std::size_t block)
{
    SecureBytes out{(data.size() / block + 1) * block};
    std::copy(data.begin(), data.end(), out.data());
    out[data.size()] = 0x80;
    return out;
}

ByteView unpad80(ByteView padded, std::size_t block)
{
    const ByteView last = padded.last(std::min(padded.size(), block));
    std::size_t zeros = 0;
    while (zeros < last.size() && last[last.size() - 1 - zeros] == 0x00)
        ++zeros;
    require(zeros < last.size() && last[last.size() - 1 - zeros] == 0x80, Errc::crypto_failed, "padding",
        "the data do not end in 80 and zeros");
    return padded.first(padded.size() - zeros - 1);
}

} // namespace card::crypto
