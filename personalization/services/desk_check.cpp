// SPDX-License-Identifier: Apache-2.0
#include "services/desk_check.hpp"

#include "card/base/error.hpp"
#include "card/cli/messages.hpp"
#include "card/iso7816/chaining.hpp"
#include "card/piv/application.hpp"
#include "card/piv/data_objects.hpp"
#include "drivers/driver.hpp"
#include "quality/quality_check_pki.hpp"

namespace perso {

using card::Errc;
using card::iso7816::Channel;
using card::piv::Slot;

namespace {

constexpr const char* step = "check";

/// What a card answers that none of the office's does, and not what its reader or its holder does.
bool is_of_the_card(Errc code)
{
    switch (code) {
    case Errc::malformed_tlv:
    case Errc::malformed_data:
    case Errc::unsupported:
    case Errc::crypto_failed:
    case Errc::unexpected_status:
    case Errc::response_malformed:
    case Errc::response_too_long:
    case Errc::file_not_found:
    case Errc::access_denied:
        return true;
    default:
        return false;
    }
}

/// Throws quality_failed where the card answers so.
template <typename Part>
auto judged(Part&& part) -> decltype(part())
try {
    return part();

} catch (const card::Error& error) {
    if (!is_of_the_card(error.code()))
        throw;
    throw card::Error{Errc::quality_failed, card::Step{error.step()}, "no answer of a good card"}.with_field(
        std::string{card::cli::identifier(error.code())});
}

/// Whether the card is of this make and has this chip.
bool has_chip(
    Channel& channel, const drivers::Driver& driver, const card::gp::Kdd& chip, card::crypto::RandomSource& random)
{
    try {
        return driver.chip(channel, random) == chip;
    } catch (const card::Error& error) { // of another make, or another answer than this one's
        if (!error.status_word() && !is_of_the_card(error.code()))
            throw;
        return false;
    }
}

/// Of the make that the office made it of: which one a card says it is decides nothing, its chip must be the one of
/// that make.
const drivers::Driver& require_chip(Channel& channel, const IssuedPki& issued, card::crypto::RandomSource& random)
{
    for (const drivers::Driver* driver : drivers::of_other_makes())
        if (has_chip(channel, *driver, issued.chip, random))
            return *driver;
    throw card::Error{Errc::card_of_other_job, card::Step{step}, "another chip"}.with_field(issued.document_number);
}

void check_certificates(const PkiContents& held, const life::Traces& issued)
{
    for (const Slot slot : card::piv::all_slots) {
        const auto found = held.certificates.find(slot);
        const auto wanted = issued.find(card::piv::name(slot));
        const bool is_there = found != held.certificates.end();
        const bool same = is_there && wanted != issued.end() && store::is_trace_of(wanted->second, found->second);
        require_good(same || (!is_there && wanted == issued.end()), certificate_name(slot));
    }
}

/// Those of the certificates, which are the office's.
std::map<Slot, card::crypto::PublicKey> keys_of(const PkiContents& contents)
{
    std::map<Slot, card::crypto::PublicKey> keys;
    for (const auto& [slot, der] : contents.certificates)
        keys.insert_or_assign(slot, card::pki::Certificate::parse(der).public_key());
    return keys;
}

/// A mistyped PIN costs one try of several, and the right one brings it back.
void enter_pin(Channel& channel, const Holder& holder)
{
    using State = card::iso7816::PinResult::State;
    require_own_pin(holder);
    card::piv::log_out(channel);
    const auto status = card::piv::pin_status(channel);
    require_good(status.state != State::blocked, "PIN tries");
    card::require(status.tries_left != 1U, Errc::pin_last_try, step, "one try left, nothing was sent");
    card::iso7816::require_verified(card::piv::verify_pin(channel, holder.pin, holder.profile), step);
}

/// What can be read without a PIN. The keys of the certificates.
std::map<Slot, card::crypto::PublicKey> compare(Channel& channel, const IssuedPki& issued, const TrustData& trust)
{
    const PkiContents held = read_contents(channel);
    require_good(card::piv::decode_chuid(held.chuid).guid == issued.guid, "GUID");
    check_certificates(held, issued.certificates);
    check_security_object(held, trust);
    return keys_of(held);
}

} // namespace

std::optional<IssuedPki> issued_pki(store::Database& database, const std::string& document_number)
{
    const life::Card card = life::find_card(database, document_number);
    if (database.row("life_identity_key", {{":card", card.id}}))
        return std::nullopt;
    return IssuedPki{.document_number = document_number,
        .chip = {card.kdd},
        .guid = card.guid,
        .certificates = life::certificates(database, card)};
}

void check_at_desk(card::iso7816::Transport& transport, const IssuedPki& issued, const HolderDesk& desk)
{
    card::iso7816::PlainChannel plain{transport};
    select(plain, Application::pki, desk.profile, true);
    const drivers::Driver& driver = require_chip(plain, issued, desk.random);
    select(plain, Application::pki, desk.profile, true); // nothing of what was asked is left
    card::iso7816::ChainingChannel channel{plain};
    const auto keys = judged([&] { return compare(channel, issued, desk.trust); });
    const Holder holder{.pin = desk.pin, .keys = keys, .profile = desk.profile, .random = desk.random};
    judged([&] { check_free_keys(channel, holder); });
    enter_pin(channel, holder); // what refuses it may be the reader, one without contacts
    judged([&] {
        check_pin_keys(channel, holder);
        card::piv::log_out(channel);
        driver.check_closed(channel, desk.profile);
    });
}

} // namespace perso
