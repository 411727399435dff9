// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/mac.hpp"

#include "aes_name.hpp"

#include <botan/mac.h>

namespace card::crypto {

namespace {

void cmac_into(std::span<std::uint8_t> out, ByteView key, std::initializer_list<ByteView> parts)
{
    const auto state = Botan::MessageAuthenticationCode::create_or_throw("CMAC(" + aes_name(key) + ")");
    state->set_key(key.data(), key.size());
    for (const ByteView part : parts)
        state->update(part.data(), part.size());
    state->final(out.data());
}

} // namespace

Bytes aes_cmac(ByteView key, ByteView message)
{
    return aes_cmac(key, {message});
}

Bytes aes_cmac(ByteView key, std::initializer_list<ByteView> parts)
{
    Bytes out(cmac_size);
    cmac_into(out, key, parts);
    return out;
}

SecureBytes AesCmac::mac(ByteView message)
{
    SecureBytes out{cmac_size};
    cmac_into(out.span(), key_, {message});
    return out;
}

} // namespace card::crypto
