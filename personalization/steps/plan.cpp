// SPDX-License-Identifier: Apache-2.0
#include "step.hpp"
#include "steps/steps.hpp"
#include "text.hpp"

#include <array>

namespace perso {

std::span<const Step> plan_of_an_adult_card()
{
    static constexpr std::array plan{
        Step{text("chip authentication key"), steps::generate_chip_authentication_key},
        Step{text("proof of the chip authentication key"), steps::prove_chip_authentication_key},
        Step{text("keys 9A and 9E, with proof"), steps::generate_slot_keys},
        Step{text("certificates and PKI objects"), steps::write_pki_objects},
        Step{text("data groups and EF.SOD"), steps::write_identity_files},
        Step{text("CAN"), steps::write_can},
        Step{text("PIN and PUK"), steps::write_pin_and_puk},
        Step{text("issuer keys"), steps::replace_keys},
        Step{text("life cycle SECURED"), steps::secure_card},
    };
    return plan;
}

} // namespace perso
