// SPDX-License-Identifier: Apache-2.0
#include "recognise.hpp"

#include "card/base/error.hpp"
#include "card/gp/card_manager.hpp"
#include "card/iso7816/buffers.hpp"
#include "card/iso7816/files.hpp"
#include "card/lds/file_ids.hpp"
#include "card/piv/application.hpp"

#include <algorithm>

namespace perso {

using card::Errc;

namespace {

constexpr std::string_view foreign_keys_step = "card cryptogram";

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

/// A session under the keys that INITIALIZE UPDATE named. The card's cryptogram is wrong: nothing is sent after it.
card::gp::LifeCycle life_cycle(Production& card)
{
    try {
        const auto state = card::gp::get_status(
            card.session(Application::management), card::iso7816::Aid{card.profile.management.issuer_security_domain});
        card.end_session();
        return state;
    } catch (const card::Error& error) {
        if (error.code() == Errc::scp_cryptogram_wrong)
            foreign(foreign_keys_step, "keys that are not ours");
        throw;
    }
}

/// Somebody who tries values on a blank card had it before we did. Asked without a value: nothing is spent.
void require_all_tries(const card::iso7816::PinResult& status, unsigned all)
{
    const unsigned left = status.tries_left.value_or(0);
    if (left < all)
        throw card::Error{Errc::tries_low, card::Step{"VERIFY"}, "tries of a blank card were spent"}.with_number(
            static_cast<long>(left));
}

} // namespace

void identify_chip(Production& card)
{
    select(card.plain, Application::management, card.profile);
    const auto& management = card.profile.management;
    card::gp::Challenge challenge{};
    card.random.fill(challenge);
    const auto chip = card::gp::initialize_update(card.plain, card::gp::any_kvn, challenge);
    const bool issuer_keys = chip.kvn.value == management.issuer_kvn.value;
    if (!issuer_keys && chip.kvn.value != management.transport_kvn.value)
        foreign("INITIALIZE UPDATE", "a key version that is not ours");
    const card::Bytes& prefix = management.diversification_prefix;
    if (!card::equal(prefix, card::ByteView{chip.kdd.bytes}.first(prefix.size())))
        foreign("INITIALIZE UPDATE", "the diversification data of another maker");
    card.kdd = chip.kdd;
    if (issuer_keys)
        card.use_issuer_keys();
}

void recognise_blank_card(Production& card)
{
    if (card.has_issuer_keys())
        throw card::Error{Errc::card_not_blank, card::Step{"INITIALIZE UPDATE"}, "the card has issuer keys"};
    select(card.plain, Application::identity, card.profile);
    select(card.plain, Application::pki, card.profile);
    require_all_tries(card::piv::pin_status(card.plain), card.profile.pin.tries);
    require_all_tries(card::piv::puk_status(card.plain), card.profile.puk.tries);
    read_access_parameters(card);
    card::require(life_cycle(card) == card::gp::LifeCycle::op_ready, Errc::card_not_blank, "GET STATUS",
        "the life cycle is beyond OP_READY");
}

void recognise_begun_card(Production& card)
{
    select(card.plain, Application::identity, card.profile);
    read_access_parameters(card);
    life_cycle(card);
}

} // namespace perso
