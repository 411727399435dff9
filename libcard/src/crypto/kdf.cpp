// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/kdf.hpp"

#include "card/base/error.hpp"
#include "card/crypto/hash.hpp"

namespace card::crypto {

SecureBytes derive_key(ByteView secret, KeyUse use, std::size_t key_size)
{
    require(key_size == 16 || key_size == 24 || key_size == 32, Errc::crypto_failed, "KDF",
        "an AES key has 16, 24 or 32 bytes");
    const Bytes counter = big_endian(static_cast<std::uint8_t>(use), 4);
    const Hash hash = key_size == 16 ? Hash::sha1 : Hash::sha256;
    const SecureBytes keydata = secret_digest(hash, {secret, counter});
    return SecureBytes{keydata.view().first(key_size)};
}

SessionKeys derive_session_keys(ByteView shared_secret, std::size_t key_size)
{
    return {
        .k_enc = derive_key(shared_secret, KeyUse::encryption, key_size),
        .k_mac = derive_key(shared_secret, KeyUse::authentication, key_size),
    };
}

} // namespace card::crypto
