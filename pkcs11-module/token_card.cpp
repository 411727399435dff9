// SPDX-License-Identifier: Apache-2.0
#include "token_card.hpp"

#include "card/iso7816/atr.hpp"
#include "card/iso7816/status_word.hpp"
#include "card/profile/profile.hpp"

#include <algorithm>
#include <array>

namespace p11 {

using card::Errc;
using card::Error;
using card::pcsc::Transaction;
namespace sw = card::iso7816::sw;

namespace {

/// Our contact interface offers T=1 and begins its historical bytes with card capabilities in compact TLV. PC/SC makes
/// up an ATR of TD1 = 80, TD2 = 01 for a contactless card, where this module shows nothing: it has no PACE.
/// [7816-4:2005] §8.1.1, [PCSC-3] §3.1.3.2.3
bool has_our_contact_atr(const card::Bytes& whole)
{
    constexpr std::array<std::uint8_t, 2> compact_tlv_capabilities{0x80, 0x73};
    try {
        const card::iso7816::Atr atr = card::iso7816::decode_atr(whole);
        const bool contactless = whole.size() > 3 && whole[2] == 0x80 && whole[3] == 0x01;
        return atr.t1 && !contactless && atr.historical.size() >= compact_tlv_capabilities.size() &&
               std::equal(compact_tlv_capabilities.begin(), compact_tlv_capabilities.end(), atr.historical.begin());
    } catch (const Error&) { // an ATR that breaks its format is not ours either
        return false;
    }
}

/// The GUID of a personalized card of ours; every other card is unknown.
card::piv::Guid identify(card::iso7816::Channel& channel)
{
    try {
        const auto selected = card::piv::select(channel, card::profile::builtin().piv);
        if (selected.guid && *selected.guid != card::piv::Guid{})
            return *selected.guid;
    } catch (const Error& error) {
        if (card_is_lost(error.code()) || error.code() == Errc::card_reset)
            throw;
    }
    throw Error{Errc::card_unknown, card::Step{"SELECT"}, "no PKI application of ours"};
}

} // namespace

TokenCard::TokenCard(card::pcsc::Context& context, std::string reader)
    : context_{context}, reader_{std::move(reader)}, link_{std::make_unique<Link>(context_, reader_)}
{
    if (!has_our_contact_atr(link_->connection.atr()))
        throw Error{Errc::card_unknown, card::Step{"ATR"}, "not of our cards"};
    const Transaction transaction{link_->connection};
    guid_ = identify(link_->channel);
}

void TokenCard::reset() noexcept
{
    if (link_)
        link_->connection.reset_at_end();
    release();
}

/// After a reset, and after another program selected another application, the card answers so to our commands.
bool TokenCard::mended_by_select(const Error& error)
{
    constexpr std::array another_application{sw::instruction_not_supported, sw::file_not_found, sw::wrong_parameters,
        sw::reference_not_found, sw::security_status_not_satisfied};
    return error.code() == Errc::card_reset ||
           (error.status_word() && std::find(another_application.begin(), another_application.end(),
                                       *error.status_word()) != another_application.end());
}

/// A reset that is noticed here costs a new connection and a second try; nothing of ours was sent yet.
void TokenCard::begin_selected(std::optional<Transaction>& transaction)
{
    for (int tries_left = 1;; --tries_left) {
        try {
            if (!link_ || !link_->connection.alive()) {
                link_.reset(); // PC/SC drops the state of a card that ended badly before it is connected anew
                link_ = std::make_unique<Link>(context_, reader_);
            }
            transaction.emplace(link_->connection);
            select_same_card();
            return;
        } catch (const Error& error) {
            transaction.reset();
            if (error.code() != Errc::card_reset || tries_left == 0)
                throw;
        }
    }
}

void TokenCard::select_same_card()
{
    const auto selected = card::piv::select(link_->channel, card::profile::builtin().piv);
    card::require(selected.guid == guid_, Errc::card_swapped, "SELECT", "another card answers");
}

} // namespace p11
