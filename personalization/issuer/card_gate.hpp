// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/public_key.hpp"

#include <string_view>

namespace perso::issuer {

/// What the store says of one card before anything is signed for it.
class CardGate {
public:
    virtual ~CardGate() = default;

    /// Compares a public key of the card, which was proven, with all earlier ones. Throws key_weak, and as
    /// claim_signer() for a clock that is not believed.
    virtual void admit(std::string_view slot, const card::crypto::PublicKey& key) = 0;

    /// The number of the document signer that signs this card; the card is counted, once. Throws signer_exhausted,
    /// signer_state; clock_wrong and clock_disputed.
    virtual unsigned claim_signer() = 0;
};

} // namespace perso::issuer
