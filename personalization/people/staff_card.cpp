// SPDX-License-Identifier: Apache-2.0
#include "people/staff_card.hpp"

#include "card/base/error.hpp"
#include "card/iso7816/chaining.hpp"
#include "card/iso7816/pin.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/pcsc/pin_pad.hpp"
#include "card/pcsc/reader.hpp"
#include "card/piv/application.hpp"
#include "card/pki/certificate.hpp"
#include "people/statement.hpp"

#include <algorithm>

namespace perso::people {

using card::ByteView;
using card::Errc;
using card::piv::Slot;
namespace iso = card::iso7816;
namespace pcsc = card::pcsc;

namespace {

constexpr std::size_t pin_block = 8;
constexpr std::uint8_t padding = 0xFF;

pcsc::PinBlock typed(const card::profile::Profile& profile)
{
    return {
        .min_digits = static_cast<std::uint8_t>(profile.pin.min_digits), .max_digits = pin_block, .bytes = pin_block};
}

/// A mistake here must not block anybody's card.
void require_tries(const iso::PinResult& status)
{
    using State = iso::PinResult::State;
    if (status.state == State::blocked)
        throw card::Error{Errc::pin_blocked, card::Step{"VERIFY without data"}, "no tries left"};
    if (status.state == State::wrong && status.tries_left == 1U)
        throw card::Error{Errc::pin_last_try, card::Step{"VERIFY without data"}, "one try left, nothing was sent"};
}

[[noreturn]] void wrong_card(std::string_view sentence)
{
    throw card::Error{Errc::staff_card_wrong, card::Step{"staff card"}, sentence};
}

} // namespace

StaffCard::StaffCard(pcsc::Context& context, const std::string& reader_part, const card::profile::Profile& profile)
    : connection_{context, pcsc::choose_reader(pcsc::list_readers(context), reader_part).name}, profile_{profile}
{
    connection_.reset_at_end(); // no verified PIN outlives the connection
}

bool StaffCard::has_pin_pad()
{
    return pcsc::PinPad::find(connection_, typed(profile_)).has_value();
}

card::Bytes StaffCard::certificate()
{
    const pcsc::Transaction transaction{connection_};
    iso::PlainChannel plain{connection_};
    iso::ChainingChannel channel{plain};
    return certificate(channel);
}

void StaffCard::require_certificate(ByteView der)
{
    if (!std::ranges::equal(certificate(), der))
        wrong_card("its key is not that of this person");
}

card::Bytes StaffCard::certificate(iso::Channel& channel)
{
    try {
        card::piv::select(channel, profile_.piv);
    } catch (const card::Error& error) {
        if (error.code() == Errc::file_not_found || error.code() == Errc::unexpected_status)
            wrong_card("it has no PKI application");
        throw;
    }
    const auto found = card::piv::read_certificate(channel, Slot::authentication);
    if (!found)
        wrong_card("it has no certificate 9A");
    return *found;
}

card::Bytes StaffCard::sign(ByteView statement, const card::SecureBytes& pin)
{
    card::Bytes signature;
    visit([&](iso::Channel& channel) {
        const auto key = card::pki::Certificate::parse(certificate(channel)).public_key();
        verify(channel, pin);
        const auto algorithm = card::piv::algorithm_of(key);
        const auto hash = card::piv::hash_for(algorithm);
        const auto input = card::piv::signature_input(algorithm, hash, statement_digest(statement, hash));
        signature = card::piv::sign(channel, Slot::authentication, algorithm, input);
        card::require(is_signed(key, statement, signature), Errc::crypto_failed, "GENERAL AUTHENTICATE",
            "the signature is not by the key of 9A");
    });
    return signature;
}

card::SecureBytes StaffCard::agree(const card::crypto::Point& peer, const card::SecureBytes& pin)
{
    card::SecureBytes agreed;
    visit([&](iso::Channel& channel) {
        card::piv::select(channel, profile_.piv);
        verify(channel, pin);
        agreed = card::piv::agree(channel, Slot::key_management, peer);
    });
    return agreed;
}

/// One transaction; whatever happens, the PIN is forgotten before another program gets its turn.
void StaffCard::visit(const Use& use)
{
    const pcsc::Transaction transaction{connection_};
    iso::PlainChannel plain{connection_};
    iso::ChainingChannel channel{plain};
    try {
        use(channel);
    } catch (...) {
        if (connection_.alive())
            card::piv::log_out(channel);
        throw;
    }
    card::piv::log_out(channel);
}

void StaffCard::verify(iso::Channel& channel, const card::SecureBytes& pin)
{
    require_tries(card::piv::pin_status(channel));
    if (pin.empty())
        verify_on_pad();
    else
        iso::require_verified(card::piv::verify_pin(channel, pin, profile_), "VERIFY");
}

void StaffCard::verify_on_pad()
{
    auto pad = pcsc::PinPad::find(connection_, typed(profile_));
    card::require(pad.has_value(), Errc::secret_missing, "PIN pad", "the reader has none");
    iso::PlainChannel keys{*pad};
    const card::Bytes block(pin_block, padding);
    iso::require_verified(iso::verify(keys, card::piv::reference::pin, block), "VERIFY on the PIN pad");
}

} // namespace perso::people
