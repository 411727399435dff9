// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/crypto/hash.hpp"
#include "card/crypto/signature.hpp"
#include "card/piv/administration.hpp"
#include "card/piv/application.hpp"
#include "steps/steps.hpp"

namespace perso::steps {

namespace {

/// A fresh challenge, signed by the slot's key: so the private key is in the chip, and is the one of this public key.
void require_proof(
    Production& card, card::iso7816::Channel& channel, card::piv::Slot slot, const card::crypto::Point& key)
{
    const auto digest = card::crypto::digest(card::crypto::Hash::sha256, card.random.bytes(32));
    const auto signature = card::piv::sign(channel, slot, digest);
    const bool proven =
        card::crypto::verify_ecdsa(key, digest, card::crypto::raw_from_der(card::crypto::Curve::p256, signature));
    card::require(proven, card::Errc::key_rejected, "proof of possession", "the signature is not by the new key");
}

} // namespace

void generate_slot_keys(Production& card)
{
    card::iso7816::ChainingChannel channel{card.session(Application::pki)};
    for (const std::uint8_t reference : card.profile.piv.slots) {
        const auto slot = static_cast<card::piv::Slot>(reference);
        const auto key = card::crypto::Point::decode(card::crypto::Curve::p256, card::piv::generate_key(channel, slot));
        require_proof(card, channel, slot, key);
        card.slot_keys.insert_or_assign(reference, key);
    }
}

} // namespace perso::steps
