// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "card/base/error.hpp"
#include "card/iso7816/files.hpp"
#include "card/lds/file_ids.hpp"
#include "office/clock.hpp"
#include "units/units.hpp"

#include <fmt/format.h>

namespace perso::units {

namespace {

constexpr std::string_view stage = text("data groups and EF.SOD");

ChipFacts facts(const Production& card)
{
    return {.card_access = card.card_access,
        .chip_authentication_key = card.chip_authentication_key.value(),
        .mapping_key = card.mapping_key,
        .slot_keys = card.slot_keys};
}

card::gp::Dgi dgi(card::profile::Dgi value)
{
    return {value.value};
}

/// Whole, since the card takes a file over as a whole; the one that it had before, or none, differs.
Held compare(Production& card, unsigned short_id, const card::Bytes& content, const std::string& name)
{
    try {
        return held_if(card::iso7816::read_file(card.session(Application::identity), card::iso7816::Sfi{short_id},
                           content.size(), name) == content);
    } catch (const card::Error& error) {
        if (error.code() == card::Errc::file_not_found || error.code() == card::Errc::response_too_long)
            return Held::missing; // none, or an older one that is longer
        throw;
    }
}

Piece piece(card::gp::Dgi where, std::function<const card::Bytes&(Production&)> content)
{
    return {.where = where,
        .content = [content = std::move(content)](Production& card) { return card::SecureBytes{content(card)}; }};
}

/// A file that is made of record and chip: the same whenever it is made.
Unit made_file(
    std::string name, card::gp::Dgi where, unsigned short_id, std::function<const card::Bytes&(Production&)> content)
{
    return {stage, name, {}, {}, [=](Production& card) { return compare(card, short_id, content(card), name); },
        piece(where, content)};
}

Unit data_group(unsigned group, card::profile::Dgi where)
{
    const card::lds::File& file = card::lds::data_group(group);
    return made_file(std::string{file.name}, dgi(where), file.short_id,
        [group](Production& card) -> const card::Bytes& { return files_of(card).groups.at(group); });
}

void sign_sod(Production& card)
{
    card.sod = card.issuer.sign_sod(files_of(card).groups, card.plan.term.last_day, now());
}

void sign_card_security(Production& card)
{
    card.card_security =
        card.issuer.sign_card_security(card_security(facts(card), card.profile), card.plan.term.last_day, now());
}

} // namespace

const IdentityFiles& files_of(Production& card)
{
    if (card.files.groups.empty())
        card.files = prepare_files(card.plan, facts(card), card.profile);
    return card.files;
}

Units identity_files(const intake::Record& record, const card::profile::Profile& profile)
{
    namespace file = card::lds::file;
    const card::profile::Dgis& dgis = profile.dgi;
    Units units{made_file(std::string{file::com.name}, dgi(dgis.ef_com), file::com.short_id,
                    [](Production& card) -> const card::Bytes& { return files_of(card).com; }),
        data_group(1, dgis.dg1), data_group(2, dgis.dg2)};
    if (record.signature)
        units.push_back(data_group(7, dgis.dg7));
    for (const auto& [group, where] : {std::pair{11U, dgis.dg11}, {12U, dgis.dg12}, {13U, dgis.dg13}, {14U, dgis.dg14}})
        units.push_back(data_group(group, where));
    if (!record.notify.empty())
        units.push_back(data_group(16, dgis.dg16));
    units.push_back({stage, std::string{file::sod.name}, sign_sod, {},
        [](Production& card) { return compare(card, file::sod.short_id, card.sod, "EF.SOD"); },
        piece(dgi(dgis.ef_sod), [](Production& card) -> const card::Bytes& { return card.sod; })});
    if (has_chip_mapping(profile)) // EF.CardSecurity opens to PACE alone, not to the issuer: it is written again
        units.push_back({stage, std::string{file::card_security.name}, sign_card_security, {}, cannot_tell,
            piece(dgi(dgis.card_security), [](Production& card) -> const card::Bytes& { return card.card_security; })});
    return units;
}

} // namespace perso::units
