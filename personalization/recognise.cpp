// SPDX-License-Identifier: Apache-2.0
#include "recognise.hpp"

#include "card/base/error.hpp"
#include "card/gp/card_manager.hpp"
#include "card/iso7816/buffers.hpp"
#include "card/iso7816/files.hpp"
#include "card/lds/file_ids.hpp"

#include <algorithm>

namespace perso {

using card::Errc;

namespace {

[[noreturn]] void foreign(std::string_view step, std::string_view sentence)
{
    throw card::Error{Errc::card_foreign, card::Step{std::string{step}}, sentence};
}

void read_access_parameters(Production& card)
{
    using card::lds::file::card_access;
    if (card.plain.transmit(card::iso7816::select_master_file()).sw() != card::iso7816::sw::ok)
        foreign("SELECT MF", "no master file");
    card.plain.set_limits(card::iso7816::read_limits(card.plain));
    card.card_access = card::lds::decode_security_infos(card::iso7816::read_file(
        card.plain, card::iso7816::Sfi{card_access.short_id}, card.profile.sizes.other_files, card_access.name));
    card::require(std::ranges::is_permutation(card.card_access.pace, pace_infos(card.profile.pace)),
        Errc::pace_unsupported, "EF.CardAccess", "another PACE than that of the profile");
}

/// INITIALIZE UPDATE names the chip and its keys; which keys are live is decided by nothing else.
void identify_chip(Production& card)
{
    const auto& management = card.profile.management;
    card::gp::Challenge challenge{};
    card.random.fill(challenge);
    const auto chip = card::gp::initialize_update(card.plain, card::gp::any_kvn, challenge);
    if (chip.kvn.value == management.issuer_kvn.value)
        throw card::Error{Errc::card_not_blank, card::Step{"INITIALIZE UPDATE"}, "the card has issuer keys"};
    if (chip.kvn.value != management.transport_kvn.value)
        foreign("INITIALIZE UPDATE", "a key version that is not ours");
    const card::Bytes& prefix = management.diversification_prefix;
    if (!card::equal(prefix, card::ByteView{chip.kdd.bytes}.first(prefix.size())))
        foreign("INITIALIZE UPDATE", "the diversification data of another maker");
    card.kdd = chip.kdd;
}

void require_op_ready(Production& card)
{
    try {
        auto& session = card.session(Application::management);
        const auto state =
            card::gp::get_status(session, card::iso7816::Aid{card.profile.management.issuer_security_domain});
        card::require(state == card::gp::LifeCycle::op_ready, Errc::card_not_blank, "GET STATUS",
            "the life cycle is beyond OP_READY");
    } catch (const card::Error& error) {
        if (error.code() == Errc::scp_cryptogram_wrong)
            foreign("INITIALIZE UPDATE", "transport keys that are not ours");
        throw;
    }
    card.end_session();
}

} // namespace

void recognise_blank_card(Production& card)
{
    select(card.plain, Application::identity, card.profile);
    select(card.plain, Application::pki, card.profile);
    read_access_parameters(card);
    select(card.plain, Application::management, card.profile);
    identify_chip(card);
    require_op_ready(card);
}

} // namespace perso
