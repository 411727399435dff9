// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/pki/certificate.hpp"
#include "card/pki/signing_key.hpp"
#include "journal/entry.hpp"

namespace perso::audit {

/// What the key of the journal signs: up to this entry the journal of this store had this head, at this time.
struct Checkpoint {
    StoreId store{};
    std::int64_t number = 0; ///< from 1
    std::int64_t entry = 0;  ///< the last one it stands for
    Head head{};             ///< after that entry
    card::Time at{};
    Head previous{}; ///< SHA-256 of the file of the checkpoint before; zeros for the first

    friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

/// The signed text: one line of JSON, keys in alphabetical order.
std::string to_json(const Checkpoint& checkpoint);

/// CMS SignedData over to_json() with the signing time of the checkpoint.
card::Bytes sign(const Checkpoint& checkpoint, const card::pki::Certificate& signer, const card::pki::SigningKey& key);

/// Throws checkpoint_invalid, with `name`, unless `message` has that form and `trusted` signed it.
Checkpoint read_checkpoint(card::ByteView message, const card::pki::Certificate& trusted, const std::string& name);

/// SHA-256 of the file: how the next one, and the journal, name it.
Head digest_of(card::ByteView message);

} // namespace perso::audit
