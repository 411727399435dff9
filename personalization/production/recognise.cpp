// SPDX-License-Identifier: Apache-2.0
#include "production/recognise.hpp"

#include "card/base/error.hpp"
#include "card/gp/card_manager.hpp"
#include "card/iso7816/buffers.hpp"
#include "card/iso7816/files.hpp"
#include "card/lds/file_ids.hpp"
#include "card/piv/application.hpp"
#include "card/tlv/reader.hpp"

#include <algorithm>

namespace perso {

using card::Errc;

namespace {

constexpr std::string_view foreign_keys_step = "card cryptogram";

[[noreturn]] void foreign(std::string_view step, std::string_view sentence)
{
    throw card::Error{Errc::card_foreign, card::Step{std::string{step}}, sentence};
}

/// The longest command that fills the blocks below it: one byte more would cost another block. [7816-3:2006] §11.3
card::iso7816::Limits in_whole_blocks(card::iso7816::Limits limits)
{
    constexpr std::size_t information = 254;  // IFSC of our cards
    constexpr std::size_t around = 4 + 3 + 2; // header, Lc and Le of an extended command
    if (const std::size_t blocks = (limits.nc + around) / information; blocks > 1)
        limits.nc = blocks * information - around;
    return limits;
}

card::Bytes read_card_access(Production& card)
{
    using card::lds::file::card_access;
    return card::iso7816::read_file(
        card.plain, card::iso7816::Sfi{card_access.short_id}, card.profile.sizes.other_files, card_access.name);
}

/// After a reset the master file is selected; only where somebody was here before is it selected again.
card::Bytes read_card_access_anew(Production& card)
{
    try {
        return read_card_access(card);
    } catch (const card::Error& error) {
        if (!error.status_word())
            throw;
    }
    if (card.plain.transmit(card::iso7816::select_master_file()).sw() != card::iso7816::sw::ok)
        foreign("SELECT MF", "no master file");
    return read_card_access(card);
}

void read_access_parameters(Production& card)
{
    card.forget_selection();
    card.card_access = card::lds::decode_security_infos(read_card_access_anew(card));
    card::require(std::ranges::is_permutation(card.card_access.pace, pace_infos(card.profile.pace)),
        Errc::pace_unsupported, "EF.CardAccess", "another PACE than that of the profile");
    card.plain.set_limits(in_whole_blocks(card::iso7816::read_limits(card.plain)));
}

/// As SELECT of the issuer security domain tells it, if it does. Without a name SELECT means this domain. [GP] §11.9
std::optional<card::gp::LifeCycle> told_life_cycle(Production& card)
{
    constexpr card::tlv::Tag control_information{0x6F}, name{0x84}; // [7816-4:2005] §5.3.3
    card.forget_selection();
    const auto selected = card.plain.transmit(
        {.ins = card::iso7816::Ins::select, .p1 = 0x04, .ne = card::iso7816::max_short_ne}); // by name
    if (selected.sw() == card::iso7816::sw::file_not_found)
        foreign("SELECT", "no issuer security domain");
    const auto& answer = selected.require(card::iso7816::sw::ok, "SELECT").data();
    const auto told = card::gp::life_cycle_told(answer);
    card::tlv::Reader reader{card::tlv::only(answer, control_information)};
    if (!card::equal(reader.expect(name), card.profile.management.issuer_security_domain))
        foreign("SELECT", "another issuer security domain");
    return told;
}

card::gp::LifeCycle asked_life_cycle(Production& card)
{
    return card::gp::get_status(
        card.session(Application::management), card::iso7816::Aid{card.profile.management.issuer_security_domain});
}

/// SET STATUS INITIALIZED proves it again in the end: the state moves one step at a time.
void require_op_ready(const std::optional<card::gp::LifeCycle>& state)
{
    if (state && *state != card::gp::LifeCycle::op_ready)
        throw card::Error{Errc::card_not_blank, card::Step{"SELECT"}, "the life cycle is beyond OP_READY"};
}

bool has_pki_application(Production& card)
{
    try {
        card.select(Application::pki);
        return true;
    } catch (const card::Error& error) {
        if (error.code() != Errc::card_foreign)
            throw;
        return false; // as on a small child's card
    }
}

/// Nothing where the card has no such reference. Asked without a value: nothing is spent.
std::optional<card::iso7816::PinResult> tries_of(Production& card, std::uint8_t reference)
{
    try {
        return card::iso7816::query(card.plain, reference);
    } catch (const card::Error& error) {
        if (error.status_word() != card::iso7816::sw::reference_not_found)
            throw;
        return std::nullopt;
    }
}

/// Somebody who tries values on a blank card had it before we did.
void require_all_tries(const std::optional<card::iso7816::PinResult>& status, unsigned all)
{
    const auto left = status ? status->tries_left.value_or(all) : 0U;
    if (left < all)
        throw card::Error{Errc::tries_low, card::Step{"VERIFY"}, "tries of a blank card were spent"}.with_number(
            static_cast<long>(left));
}

} // namespace

void prove_keys(Production& card, Application application)
{
    try {
        card.session(application);
    } catch (const card::Error& error) {
        if (error.code() == Errc::scp_cryptogram_wrong)
            foreign(foreign_keys_step, "keys that are not ours");
        throw;
    }
}

void take_chip(Production& card, const card::gp::CardIdentification& chip)
{
    const auto& management = card.profile.management;
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

Recognised identify_chip(Production& card)
{
    Recognised found;
    read_access_parameters(card);
    card.select(Application::identity);
    found.life_cycle = told_life_cycle(card);
    found.has_pki = has_pki_application(card);
    if (found.has_pki) {
        found.pin = tries_of(card, card::piv::reference::pin);
        found.puk = tries_of(card, card::piv::reference::puk);
    } else {
        card.select(Application::identity);
    }
    found.application = found.has_pki ? Application::pki : Application::identity;
    take_chip(card, card.identify());
    return found;
}

void recognise_blank_card(Production& card, const Recognised& found)
{
    if (card.has_issuer_keys())
        throw card::Error{Errc::card_not_blank, card::Step{"INITIALIZE UPDATE"}, "the card has issuer keys"};
    if (!found.has_pki)
        foreign("SELECT", "no PKI application");
    require_all_tries(found.pin, card.profile.pin.tries);
    require_all_tries(found.puk, card.profile.puk.tries);
    require_op_ready(found.life_cycle);
    prove_keys(card, found.application);
    if (!found.life_cycle) // of a maker whose cards do not tell it to everybody
        require_op_ready(asked_life_cycle(card));
}

void recognise_begun_card(Production& card, const Recognised& found)
{
    prove_keys(card, found.application);
}

} // namespace perso
