// SPDX-License-Identifier: Apache-2.0
#include "kdf.hpp"

#include "aes.hpp"
#include "openssl.hpp"

#include <openssl/evp.h>

#include <array>

namespace refcard {

Bytes derive_9303(ByteView secret, KeyUse use, std::size_t key_size)
{
    const Bytes input = join({secret, big_endian(static_cast<std::uint8_t>(use), 4)});
    Bytes key(EVP_MAX_MD_SIZE);
    const EVP_MD* hash = key_size == 16 ? EVP_sha1() : EVP_sha256();
    must(EVP_Digest(input.data(), input.size(), key.data(), nullptr, hash, nullptr));
    key.resize(key_size);
    return key;
}

Bytes derive_scp03(ByteView key, ScpConstant constant, ByteView context, std::size_t bits)
{
    Bytes label(11);
    label.push_back(static_cast<std::uint8_t>(constant));
    constexpr std::array<std::uint8_t, 1> separator{0x00};
    Bytes derived;
    for (std::uint8_t i = 1; derived.size() * 8 < bits; ++i)
        append(derived, aes::cmac(key, join({label, separator, big_endian(bits, 2), big_endian(i, 1), context})));
    derived.resize(bits / 8);
    return derived;
}

} // namespace refcard
