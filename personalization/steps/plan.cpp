// SPDX-License-Identifier: Apache-2.0
#include "step.hpp"
#include "steps/steps.hpp"
#include "text.hpp"

namespace perso {

namespace {

void append(std::vector<Step>& plan, std::initializer_list<Step> steps)
{
    plan.insert(plan.end(), steps);
}

} // namespace

std::vector<Step> plan_of(CardType type, const card::profile::Profile& profile)
{
    std::vector<Step> plan;
    append(plan, {{text("chip authentication key"), steps::generate_chip_authentication_key}});
    if (has_chip_mapping(profile))
        append(plan, {{text("key of chip authentication mapping"), steps::generate_mapping_key}});
    append(plan, {{text("CAN and password of the MRZ"), steps::write_access_passwords},
                     {text("proof of the chip authentication key"), steps::prove_chip_authentication_key}});
    if (has_chip_mapping(profile))
        append(plan, {{text("proof of chip authentication mapping"), steps::prove_mapping_key}});
    if (has_pki(type))
        append(plan, {{text("PKI keys, with proof"), steps::generate_slot_keys},
                         {text("certificates and PKI objects"), steps::write_pki_objects}});
    if (has_pin(type))
        append(plan, {{text("PIN and PUK"), steps::write_pin_and_puk}});
    else if (has_pki(type))
        append(plan, {{text("no PIN and PUK"), steps::remove_pin_and_puk}});
    append(plan, {{text("data groups and EF.SOD"), steps::write_identity_files}});
    if (!has_pki(type))
        append(plan, {{text("without PKI"), steps::delete_pki_application}});
    append(plan, {{text("issuer keys"), steps::replace_keys}, {text("life cycle SECURED"), steps::secure_card}});
    return plan;
}

} // namespace perso
