// SPDX-License-Identifier: Apache-2.0
#include "step.hpp"
#include "steps/steps.hpp"

#include <array>

namespace perso {

std::span<const Step> plan_of_an_adult_card()
{
    static constexpr std::array plan{
        Step{"chip authentication key", steps::generate_chip_authentication_key},
        Step{"proof of the chip authentication key", steps::prove_chip_authentication_key},
        Step{"keys 9A and 9E, with proof", steps::generate_slot_keys},
        Step{"certificates and PKI objects", steps::write_pki_objects},
        Step{"data groups and EF.SOD", steps::write_identity_files},
        Step{"CAN", steps::write_can},
        Step{"PIN and PUK", steps::write_pin_and_puk},
        Step{"issuer keys", steps::replace_keys},
        Step{"life cycle SECURED", steps::secure_card},
    };
    return plan;
}

} // namespace perso
