// SPDX-License-Identifier: Apache-2.0
#include "kdf.hpp"

#include "aes.hpp"
#include "openssl.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>

namespace refcard {

Bytes derive_9303(ByteView secret, KeyUse use)
{
    const Bytes input = join({secret, big_endian(static_cast<std::uint8_t>(use), 4)});
    Bytes key(SHA_DIGEST_LENGTH);
    must(EVP_Digest(input.data(), input.size(), key.data(), nullptr, EVP_sha1(), nullptr));
    key.resize(16);
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

Bytes diversify(ByteView master, KeyRole role, ByteView diversification_data)
{
    const Bytes label{0x00, 0x00, 0x00, static_cast<std::uint8_t>(role)};
    constexpr std::array<std::uint8_t, 1> separator{0x00};
    Bytes key;
    for (std::uint8_t i = 1; key.size() < master.size(); ++i)
        append(key, aes::cmac(master, join({big_endian(i, 1), label, separator, diversification_data})));
    key.resize(master.size());
    return key;
}

} // namespace refcard
