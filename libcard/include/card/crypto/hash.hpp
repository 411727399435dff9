// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/secure_bytes.hpp"

#include <initializer_list>
#include <memory>

namespace card::crypto {

/// [FIPS180-4]
enum class Hash { sha1, sha224, sha256, sha384, sha512 };

/// Bytes of a digest.
CARD_API std::size_t digest_size(Hash hash);

CARD_API Bytes digest(Hash hash, ByteView message);

/// The digest of the parts, one after another.
CARD_API Bytes digest(Hash hash, std::initializer_list<ByteView> parts);

/// The digest of a secret, a secret itself.
CARD_API SecureBytes secret_digest(Hash hash, std::initializer_list<ByteView> parts);

/// The digest of a message that comes piece by piece.
class CARD_API Hasher {
public:
    explicit Hasher(Hash hash);
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;
    ~Hasher();

    void update(ByteView part);
    /// The digest of all parts; afterwards a new message may begin.
    Bytes finish();

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace card::crypto
