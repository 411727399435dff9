// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "token_objects.hpp"

#include <filesystem>

namespace p11 {

/// The public containers of cards that were here before, in files that their user alone reads. Off unless the holder
/// wants it, and only ever an acceleration: a file that is not there, not ours or damaged counts for nothing, and the
/// folder may be removed at any time.
///
/// The name of a file is an HMAC under a random key of this user, so the folder tells nobody which cards were here.
/// What it holds is public, and every signature is verified against it.
class ObjectCache {
public:
    /// Which card, and in which state of its objects.
    struct Key {
        card::Bytes card;
        card::Bytes state;
    };

    explicit ObjectCache(std::filesystem::path folder) : folder_{std::move(folder)} {}

    using Contents = std::map<card::tlv::Tag, card::Bytes>;

    /// Empty if there is nothing to be had.
    Contents load(const Key& key) const;
    /// Takes the place of what was kept of this card, in whatever state.
    void store(const Key& key, const Contents& contents) const;
    /// Forgets this card.
    void remove(const Key& key) const;

private:
    std::filesystem::path folder_;
};

/// The body of a cache file. Decoding throws malformed_tlv, malformed_data.
card::Bytes encode_contents(const ObjectCache::Contents& contents);
ObjectCache::Contents decode_contents(card::ByteView body);

} // namespace p11
