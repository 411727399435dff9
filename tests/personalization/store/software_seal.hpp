// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/mac.hpp"
#include "card/crypto/random.hpp"
#include "issuer/aes_gcm.hpp"
#include "seal/seal.hpp"

namespace test {

/// Keys of the seal in memory, for tests that have no token. Each object has its own.
class SoftwareKeys final : public perso::seal::Keys {
public:
    card::Bytes wrap(card::ByteView place, card::ByteView secret) override
    {
        const card::Bytes nonce = card::crypto::system_random().bytes(perso::issuer::gcm::nonce_size);
        return card::concat({nonce, perso::issuer::gcm::seal(wrapping_, nonce, place, secret)});
    }

    card::SecureBytes unwrap(card::ByteView place, card::ByteView wrapped) override
    {
        constexpr std::size_t size = perso::issuer::gcm::nonce_size;
        return perso::issuer::gcm::open(wrapping_, wrapped.first(size), place, wrapped.subspan(size));
    }

    card::Bytes mac(card::ByteView message) override { return card::crypto::aes_cmac(hashing_, message); }

private:
    card::SecureBytes wrapping_ = card::crypto::system_random().secret(32);
    card::SecureBytes hashing_ = card::crypto::system_random().secret(32);
};

/// One seal for all stores of a test program.
inline perso::seal::Seal& software_seal()
{
    static SoftwareKeys keys;
    static perso::seal::Seal seal{keys, card::crypto::system_random()};
    return seal;
}

} // namespace test
