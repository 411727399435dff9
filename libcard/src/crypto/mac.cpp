// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/mac.hpp"

#include "aes_name.hpp"

#include "card/crypto/hash.hpp"

#include <botan/mac.h>

namespace card::crypto {

namespace {

void mac_into(
    std::span<std::uint8_t> out, const std::string& algorithm, ByteView key, std::initializer_list<ByteView> parts)
{
    const auto state = Botan::MessageAuthenticationCode::create_or_throw(algorithm);
    state->set_key(key.data(), key.size());
    for (const ByteView part : parts)
        state->update(part.data(), part.size());
    state->final(out.data());
}

std::string cmac_with(ByteView key)
{
    return "CMAC(" + aes_name(key) + ")";
}

} // namespace

Bytes aes_cmac(ByteView key, ByteView message)
{
    return aes_cmac(key, {message});
}

Bytes aes_cmac(ByteView key, std::initializer_list<ByteView> parts)
{
    Bytes out(cmac_size);
    mac_into(out, cmac_with(key), key, parts);
    return out;
}

Bytes hmac_sha256(ByteView key, std::initializer_list<ByteView> parts)
{
    Bytes out(digest_size(Hash::sha256));
    mac_into(out, "HMAC(SHA-256)", key, parts);
    return out;
}

SecureBytes AesCmac::mac(ByteView message)
{
    SecureBytes out{cmac_size};
    mac_into(out.span(), cmac_with(key_), key_, {message});
    return out;
}

} // namespace card::crypto
