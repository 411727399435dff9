// SPDX-License-Identifier: Apache-2.0
#include "token_card.hpp"

#include "card_limits.hpp"

#include "card/iso7816/buffers.hpp"
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

/// A holder who types the PIN takes longer; then other programs may have had the card, and a SELECT more is no loss.
constexpr std::chrono::seconds a_moment{2};

/// What the PIV application of this card tells; every card without one is unknown, and so is one of ours before it is
/// personalized.
card::piv::Selected identify(card::iso7816::Channel& channel)
{
    try {
        const auto selected = card::piv::select(channel, card::profile::builtin().piv);
        if (selected.guid != card::piv::Guid{})
            return selected;
    } catch (const Error& error) {
        if (card_is_lost(error.code()) || error.code() == Errc::card_reset)
            throw;
    }
    throw Error{Errc::card_unknown, card::Step{"SELECT"}, "no PIV application"};
}

} // namespace

TokenCard::TokenCard(card::pcsc::Context& context, std::string reader) : context_{context}, reader_{std::move(reader)}
{
    const card::pcsc::Reader met = card::pcsc::read_state(context_, reader_);
    insertion_ = met.event_counter();
    limits_ = limits_of_card(met.atr);
    connect();
    const Transaction transaction{link_->connection};
    selected_ = identify(link_->channel);
    application_answered();
}

void TokenCard::reset() noexcept
{
    if (link_)
        link_->connection.reset_at_end();
    release();
}

/// A connection made anew is one to the same card if nobody has touched the reader since that was met.
void TokenCard::connect()
{
    if (link_)
        return;
    auto link = std::make_unique<Link>(context_, reader_, limits_);
    card::require(card::pcsc::read_state(context_, reader_).event_counter() == insertion_, Errc::card_swapped,
        "SCardConnect", "another insertion");
    link_ = std::move(link);
}

bool TokenCard::answered_a_moment_ago() const
{
    return std::chrono::steady_clock::now() - answered_at_ < a_moment;
}

void TokenCard::believe_only_after_select() const
{
    if (!select_is_recent_)
        throw Error{Errc::file_not_found, card::Step{"before SELECT"}, sw::file_not_found};
}

bool TokenCard::has_pin_pad()
{
    if (!has_pin_pad_) {
        std::optional<Transaction> transaction; // of another program, it would keep the reader from answering
        begin(transaction, [&] { has_pin_pad_ = card::pcsc::PinPad::find(link_->connection, {}).has_value(); });
    }
    return *has_pin_pad_;
}

card::pcsc::PinPad TokenCard::pin_pad(const card::pcsc::PinBlock& typed)
{
    auto pad = card::pcsc::PinPad::find(link_->connection, typed);
    card::require(pad.has_value(), Errc::reader_failed, "PIN pad", "the reader has none any more");
    return *pad;
}

/// After a reset, and after another program selected another application, the card answers so to our commands; the last
/// three come from cards on which nothing is selected after a reset. A card that refuses a length takes short APDUs
/// from then on.
bool TokenCard::mended_by_select(const Error& error)
{
    constexpr std::array another_application{sw::instruction_not_supported, sw::file_not_found, sw::wrong_parameters,
        sw::reference_not_found, sw::security_status_not_satisfied, sw::class_not_supported, sw::command_not_allowed,
        sw::no_application_selected};
    if (card::iso7816::length_refused(error) && limits_ != limits_.lowered()) {
        limits_ = limits_.lowered();
        link_->plain.set_limits(limits_);
        return true;
    }
    return error.code() == Errc::card_reset ||
           (error.status_word() && std::find(another_application.begin(), another_application.end(),
                                       *error.status_word()) != another_application.end());
}

void TokenCard::begin_selected(std::optional<Transaction>& transaction)
{
    begin(transaction, [&] { select_same_card(); });
}

/// A reset that is noticed here costs a new connection and another try; nothing of ours was sent yet. Another program
/// may reset the card several times in a row.
template <std::invocable First>
void TokenCard::begin(std::optional<Transaction>& transaction, First first)
{
    for (int tries_left = 4;; --tries_left) {
        try {
            if (link_ && !link_->connection.alive())
                release(); // PC/SC drops the state of a card that ended badly before it is connected anew
            connect();
            transaction.emplace(link_->connection);
            first();
            return;
        } catch (const Error& error) {
            transaction.reset();
            if (error.code() != Errc::card_reset || tries_left == 0)
                throw;
        }
    }
}

/// A card whose change counter went on has other objects than those that were read.
void TokenCard::select_same_card()
{
    const auto selected = card::piv::select(link_->channel, card::profile::builtin().piv);
    card::require(selected.guid == selected_.guid, Errc::card_swapped, "SELECT", "another card answers");
    card::require(selected.change_counter == selected_.change_counter, Errc::card_swapped, "SELECT",
        "the objects of the card have changed");
    select_is_recent_ = true;
    application_answered();
}

} // namespace p11
