// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/channel.hpp"
#include "card/iso7816/pin.hpp"
#include "card/iso7816/select.hpp"
#include "card/piv/data_objects.hpp"
#include "card/piv/slots.hpp"
#include "card/profile/profile.hpp"

#include <optional>

/// The card commands of the PKI application. [800-73-4] part 2 §3
///
/// Every function takes a channel on which the application is selected. They never send more than its limits().nc in
/// one command: callers stack iso7816::ChainingChannel on top where objects may be longer.
namespace card::piv {

/// A000000308 00001000 0100, in full.
CARD_API const iso7816::Aid& application_aid();

/// What the answer to SELECT tells; our cards add GUID and change counter in DO 73.
struct Selected {
    std::optional<Guid> guid;                    ///< nothing on a foreign card; zero before personalization
    std::optional<std::uint32_t> change_counter; ///< raised by every PUT DATA
};

/// SELECT. Throws file_not_found if the card has no such application.
CARD_API Selected select(iso7816::Channel& channel, const profile::Piv& profile);
/// The application template that select reads.
CARD_API Selected decode_application_template(ByteView answer, const profile::Piv& profile);

/// GET DATA: the content of a data object, nothing if the card has none. Throws access_denied, malformed_tlv.
CARD_API std::optional<Bytes> get_data(iso7816::Channel& channel, tlv::Tag object);

/// The certificate of a slot, DER; nothing if there is none.
CARD_API std::optional<Bytes> read_certificate(iso7816::Channel& channel, Slot slot);

/// GENERAL AUTHENTICATE: ECDSA with P-256 over a 32-byte hash; the signature as the card encodes it, SEQUENCE { r, s }.
/// Throws access_denied if the slot needs the PIN.
CARD_API Bytes sign(iso7816::Channel& channel, Slot slot, ByteView hash);

/// PIN and PUK are ASCII digits. The functions throw pin_format, before anything is sent, for digits that the profile
/// does not allow.
CARD_API iso7816::PinResult verify_pin(iso7816::Channel& channel, ByteView pin, const profile::Profile& profile);
/// VERIFY without data. A card says `verified` also when another program verified: never take it for a login.
CARD_API iso7816::PinResult pin_status(iso7816::Channel& channel);
/// VERIFY with P1 = FF: the card forgets that the PIN was verified.
CARD_API void log_out(iso7816::Channel& channel);
CARD_API iso7816::PinResult change_pin(
    iso7816::Channel& channel, ByteView old_pin, ByteView new_pin, const profile::Profile& profile);
CARD_API iso7816::PinResult change_puk(
    iso7816::Channel& channel, ByteView old_puk, ByteView new_puk, const profile::Profile& profile);
/// RESET RETRY COUNTER: a new PIN by the PUK.
CARD_API iso7816::PinResult reset_pin(
    iso7816::Channel& channel, ByteView puk, ByteView new_pin, const profile::Profile& profile);

} // namespace card::piv
