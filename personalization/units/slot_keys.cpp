// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "card/base/error.hpp"
#include "card/piv/administration.hpp"
#include "card/piv/possession.hpp"
#include "units/identity_key.hpp"
#include "units/units.hpp"

namespace perso::units {

namespace {

void make(Production& card, const SlotKey& slot_key, BeforeProof before_proof)
{
    const auto [slot, algorithm] = slot_key;
    card::iso7816::ChainingChannel channel{card.administration()};
    auto key = card::piv::generate_key(channel, slot, algorithm);
    if (before_proof)
        before_proof(card, slot);
    card::require(card::piv::has_private_key(channel, slot, key, card.random), card::Errc::key_rejected,
        "proof of possession", "the answer is not by the new key");
    record_proven(card, key, card::piv::name(slot));
    card.slot_keys.insert_or_assign(slot, std::move(key));
}

} // namespace

/// Making and proving are one unit: a key that was made and not proven is not kept, and another takes its place.
Unit slot_key(const SlotKey& key, BeforeProof before_proof)
{
    return {text("PKI keys, with proof"), "key " + card::piv::name(key.slot), {},
        [key, before_proof](Production& card) { make(card, key, before_proof); }, cannot_tell};
}

} // namespace perso::units
