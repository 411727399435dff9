// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/piv/administration.hpp"
#include "card/piv/possession.hpp"
#include "steps/steps.hpp"

namespace perso::steps {

void generate_slot_keys(Production& card)
{
    card::iso7816::ChainingChannel channel{card.session(Application::pki)};
    for (const auto& [slot, algorithm] : slot_keys(card.plan.record.card_type, card.profile.piv)) {
        auto key = card::piv::generate_key(channel, slot, algorithm);
        card::require(card::piv::has_private_key(channel, slot, key, card.random), card::Errc::key_rejected,
            "proof of possession", "the answer is not by the new key");
        card.slot_keys.insert_or_assign(slot, std::move(key));
    }
}

} // namespace perso::steps
