// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/hash.hpp"
#include "intake/batch/byte_source.hpp"

#include <istream>
#include <memory>
#include <vector>

namespace perso::intake {

/// A part of a file that is hashed once from its beginning to its end, and then read at any place: each block must
/// still be what it was when it was hashed, so that nobody can change a file between its verification and its use.
class Content {
public:
    /// The part from `begin` on, read once. Throws batch_invalid if it ends early.
    Content(ByteSource source, std::uint64_t begin, std::uint64_t size, card::crypto::Hash hash);

    std::uint64_t size() const { return size_; }

    /// By the hash of the constructor, and by SHA-256.
    const card::Bytes& digest() const { return digest_; }

    const card::Bytes& sha256() const { return sha256_; }

    /// Throws batch_invalid for what lies outside, or has changed.
    card::Bytes read(std::uint64_t at, std::size_t size) const;

private:
    const card::Bytes& block(std::uint64_t number) const;

    ByteSource source_;
    std::uint64_t begin_;
    std::uint64_t size_;
    card::Bytes digest_;
    card::Bytes sha256_;
    std::vector<std::array<std::uint8_t, 16>> blocks_; ///< the first half of the SHA-256 of each
    mutable card::Bytes last_;                         ///< a stream reads the same block many times
    mutable std::uint64_t last_number_ = ~std::uint64_t{0};
};

/// A stream over a part of it, that can be read again from its beginning. The content must outlive it. Reading throws
/// as Content::read() does.
std::unique_ptr<std::istream> open_stream(const Content& content, std::uint64_t begin, std::uint64_t size);

} // namespace perso::intake
