// SPDX-License-Identifier: Apache-2.0
#include "aes.hpp"

#include "openssl.hpp"
#include "status.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <array>

namespace refcard::aes {

namespace {

using CipherContext = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
using Mac = Owned<EVP_MAC, EVP_MAC_free>;
using MacContext = Owned<EVP_MAC_CTX, EVP_MAC_CTX_free>;

const EVP_CIPHER* cbc(ByteView key)
{
    switch (key.size()) {
    case 16:
        return EVP_aes_128_cbc();
    case 24:
        return EVP_aes_192_cbc();
    case 32:
        return EVP_aes_256_cbc();
    default:
        throw std::logic_error{"not the size of an AES key"};
    }
}

enum class Direction { decrypt = 0, encrypt = 1 };

Bytes crypt(Direction direction, ByteView key, ByteView iv, ByteView blocks)
{
    if (blocks.size() % block_size != 0 || iv.size() != block_size)
        throw std::logic_error{"not whole AES blocks"};
    const CipherContext context{must(EVP_CIPHER_CTX_new())};
    must(EVP_CipherInit_ex2(context.get(), cbc(key), key.data(), iv.data(), static_cast<int>(direction), nullptr));
    must(EVP_CIPHER_CTX_set_padding(context.get(), 0));
    Bytes result(blocks.size());
    int size = 0;
    must(EVP_CipherUpdate(context.get(), result.data(), &size, blocks.data(), static_cast<int>(blocks.size())));
    return result;
}

} // namespace

ByteView zero_block()
{
    static constexpr std::array<std::uint8_t, block_size> zeros{};
    return zeros;
}

Bytes encrypt(ByteView key, ByteView iv, ByteView blocks)
{
    return crypt(Direction::encrypt, key, iv, blocks);
}

Bytes decrypt(ByteView key, ByteView iv, ByteView blocks)
{
    return crypt(Direction::decrypt, key, iv, blocks);
}

Bytes encrypt_block(ByteView key, ByteView block)
{
    if (block.size() != block_size)
        throw std::logic_error{"not one AES block"};
    return encrypt(key, zero_block(), block);
}

Bytes cmac(ByteView key, ByteView message)
{
    static const Mac algorithm{must(EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_CMAC, nullptr))};
    const MacContext context{must(EVP_MAC_CTX_new(algorithm.get()))};
    std::string cipher = EVP_CIPHER_get0_name(cbc(key));
    const std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, cipher.data(), cipher.size()),
        OSSL_PARAM_construct_end(),
    };
    must(EVP_MAC_init(context.get(), key.data(), key.size(), parameters.data()));
    must(EVP_MAC_update(context.get(), message.data(), message.size()));
    Bytes mac(block_size);
    std::size_t size = 0;
    must(EVP_MAC_final(context.get(), mac.data(), &size, mac.size()));
    return mac;
}

Bytes pad(ByteView message)
{
    Bytes padded = copy(message);
    padded.push_back(0x80);
    padded.resize((padded.size() + block_size - 1) / block_size * block_size);
    return padded;
}

Bytes unpad(ByteView padded)
{
    std::size_t size = padded.size();
    while (size > 0 && padded[size - 1] == 0x00)
        --size;
    require(size > 0 && padded[size - 1] == 0x80 && padded.size() - size < block_size, Sw::wrong_data);
    return copy(padded.first(size - 1));
}

} // namespace refcard::aes
