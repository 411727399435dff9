// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/trust/evidence.hpp"

namespace card::trust {

/// The longest challenge of a relying party.
inline constexpr std::size_t longest_challenge = 64;

/// What a counter saw before a slot is asked to sign it: the evidence at level hashes_only without the slots' proofs,
/// as deterministic CBOR. It is the same for evidence of every level, so that a signature over it can be verified again
/// whatever was withheld.
CARD_API Bytes statement(const Evidence& evidence);

/// What the slot signs: the digest of the array ["idcard/statement-1", slot, nonce, SHA-256 of the statement]. The
/// statement holds the relying party's challenge; the nonce is the counter's.
CARD_API Bytes challenge_digest(const Evidence& evidence, std::uint8_t slot, crypto::Hash hash, ByteView nonce);

/// Whether a slot was asked to sign this evidence, and with it this challenge. Whether its signature is right is for
/// judge() to say.
CARD_API bool answers(const Evidence& evidence, ByteView challenge);

} // namespace card::trust
