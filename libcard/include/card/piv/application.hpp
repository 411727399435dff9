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
#include <vector>

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
/// The algorithms that the same answer lists, as PivApplet does of its build: identifiers of [800-78-4] table 6-2.
/// Throws malformed_tlv, malformed_data.
CARD_API std::vector<std::uint8_t> decode_algorithms(ByteView answer);

/// GET DATA: the content of a data object, nothing if the card has none. Throws access_denied, malformed_tlv.
CARD_API std::optional<Bytes> get_data(iso7816::Channel& channel, tlv::Tag object);

/// The certificate of a slot, DER; nothing if there is none.
CARD_API std::optional<Bytes> read_certificate(iso7816::Channel& channel, Slot slot);

/// GENERAL AUTHENTICATE with the private key of a slot. Each throws access_denied if the slot needs the PIN first.

/// Signs input_size() bytes: an EC key a digest, giving SEQUENCE { r, s }; an RSA key a crypto::pkcs1_block, giving
/// block ^ d mod n. Throws malformed_data for another length.
CARD_API Bytes sign(iso7816::Channel& channel, Slot slot, Algorithm algorithm, ByteView input);
/// The x-coordinate of d * Q, in full length. [800-73-4] part 2 §A.5.2
CARD_API SecureBytes agree(iso7816::Channel& channel, Slot slot, const crypto::Point& peer);
/// cryptogram ^ d mod n, with its padding. [800-73-4] part 2 §A.5.1
CARD_API SecureBytes decrypt(iso7816::Channel& channel, Slot slot, Algorithm algorithm, ByteView cryptogram);

/// GENERAL AUTHENTICATE of the management key reference 9B: random bytes, 8 or, where that key is one of AES, 16.
CARD_API Bytes challenge(iso7816::Channel& channel);

/// Key references of PIN and PUK, and of card management. [800-73-4] part 1 tables 4a and 4b
namespace reference {
inline constexpr std::uint8_t pin = 0x80;
inline constexpr std::uint8_t puk = 0x81;
inline constexpr std::uint8_t management = 0x9B;
} // namespace reference

/// PIN and PUK are ASCII digits. The functions throw pin_format, before anything is sent, for digits that the profile
/// does not allow.
CARD_API iso7816::PinResult verify_pin(iso7816::Channel& channel, ByteView pin, const profile::Profile& profile);
/// VERIFY without data. A card says `verified` also when another program verified: never take it for a login.
CARD_API iso7816::PinResult pin_status(iso7816::Channel& channel);
/// The same question for the PUK, which no card ever says to be verified.
CARD_API iso7816::PinResult puk_status(iso7816::Channel& channel);
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
