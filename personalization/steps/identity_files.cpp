// SPDX-License-Identifier: Apache-2.0
#include "card/gp/store_data.hpp"
#include "clock.hpp"
#include "steps/steps.hpp"

namespace perso::steps {

namespace {

/// Where STORE DATA puts each data group.
card::gp::Dgi dgi(unsigned group, const card::profile::Dgis& dgis)
{
    switch (group) {
    case 1:
        return {dgis.dg1.value};
    case 2:
        return {dgis.dg2.value};
    case 7:
        return {dgis.dg7.value};
    case 11:
        return {dgis.dg11.value};
    case 12:
        return {dgis.dg12.value};
    case 13:
        return {dgis.dg13.value};
    case 14:
        return {dgis.dg14.value};
    default:
        return {dgis.dg16.value};
    }
}

} // namespace

void write_identity_files(Production& card)
{
    const ChipFacts chip{.card_access = card.card_access,
        .chip_authentication_key = *card.chip_authentication_key,
        .mapping_key = card.mapping_key,
        .slot_keys = card.slot_keys};
    const card::Date last_day = card.plan.term.last_day;
    card.files = prepare_files(card.plan, chip, card.profile);
    card.sod = card.issuer.sign_sod(card.files.groups, last_day, now());
    if (card.mapping_key)
        card.card_security = card.issuer.sign_card_security(card_security(chip, card.profile), last_day, now());

    const card::profile::Dgis& dgis = card.profile.dgi;
    auto& session = card.session(Application::identity);
    card::gp::store_data(session, {dgis.ef_com.value}, card.files.com);
    for (const auto& [group, content] : card.files.groups)
        card::gp::store_data(session, dgi(group, dgis), content);
    card::gp::store_data(session, {dgis.ef_sod.value}, card.sod);
    if (card.mapping_key)
        card::gp::store_data(session, {dgis.card_security.value}, card.card_security);
}

} // namespace perso::steps
