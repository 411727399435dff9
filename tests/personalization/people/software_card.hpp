// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/hash.hpp"
#include "card/crypto/public_key.hpp"
#include "card/pki/native.hpp"
#include "card/pki/signing_key.hpp"
#include "people/statement.hpp"

#include <openssl/evp.h>

#include <stdexcept>

namespace test {

/// The key 9A of a staff card, in memory.
class SoftwareCard {
public:
    card::crypto::PublicKey key() const { return key_.public_key(); }

    /// A statement, as the card signs it.
    card::Bytes sign(card::ByteView statement) const
    {
        return sign_digest(perso::people::statement_digest(statement, card::crypto::Hash::sha256));
    }

    card::Bytes sign_digest(card::ByteView digest) const
    {
        EVP_PKEY_CTX* context = EVP_PKEY_CTX_new(card::pki::native(key_), nullptr);
        std::size_t size = 128;
        card::Bytes signature(size);
        const bool done = EVP_PKEY_sign_init(context) == 1 &&
                          EVP_PKEY_sign(context, signature.data(), &size, digest.data(), digest.size()) == 1;
        EVP_PKEY_CTX_free(context);
        if (!done)
            throw std::runtime_error{"EVP_PKEY_sign"};
        signature.resize(size);
        return signature;
    }

private:
    card::pki::SigningKey key_ = card::pki::SigningKey::generate(card::crypto::Curve::p256);
};

} // namespace test
