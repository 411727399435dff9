// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/iso7816/channel.hpp"
#include "production/production.hpp"
#include "quality/quality_check.hpp"

#include <map>
#include <string>
#include <string_view>

/// What is checked of a finished PKI application, with the holder's credentials alone. The channel has the application
/// selected; each function throws quality_failed with what differs, and what reading throws.
namespace perso {

/// The step that these functions name, unless a service to an issued card names its own.
inline constexpr std::string_view quality_step = "quality check";

/// Throws quality_failed with `what` unless it holds.
void require_good(bool holds, std::string what, std::string_view step = quality_step);

/// What the containers of a PKI application hold; empty is what is not there.
struct PkiContents {
    card::Bytes chuid, ccc, security_object;
    std::map<card::piv::Slot, card::Bytes> certificates; ///< DER
};

PkiContents contents_of(const Production& written);
PkiContents read_contents(card::iso7816::Channel& channel);

/// "certificate 9A": as a check names it.
std::string certificate_name(card::piv::Slot slot);

/// The signed list covers CHUID and CCC, and its signer is one of the office's citizen CA. Sends nothing. Throws what
/// decoding of the list throws.
void check_security_object(const PkiContents& contents, const TrustData& trust);

/// With what the holder uses the card: the PIN, ASCII digits, and the keys that the certificates name. All of it must
/// outlive this.
struct Holder {
    card::ByteView pin;
    const std::map<card::piv::Slot, card::crypto::PublicKey>& keys;
    const card::profile::Profile& profile;
    card::crypto::RandomSource& random;
};

Holder holder_of(const Production& written);

/// Every key that asks for no PIN works: a copy that lacks them does not hear the PIN afterwards.
void check_free_keys(card::iso7816::Channel& channel, const Holder& holder);
/// Every other key works, each after the PIN.
void check_pin_keys(card::iso7816::Channel& channel, const Holder& holder);

/// Of a card of any make: CHUID, CCC, security object and the certificates of all slots, byte by byte; the security
/// object as above; then every key.
void check_pki(card::iso7816::Channel& channel, const Production& written, const TrustData& trust);

/// It is none with which cards are delivered. Sends nothing. Throws pin_default.
void require_own_pin(const Holder& holder);
/// The PIN of the letter is right, and none with which cards are delivered; logged out afterwards. Throws pin_default.
void check_pin(card::iso7816::Channel& channel, card::ByteView pin, const card::profile::Profile& profile,
    std::string_view step = quality_step);
/// As many tries are left, after the right PIN.
void check_pin_tries(card::iso7816::Channel& channel, unsigned tries, std::string_view step = quality_step);
/// The PUK is right, and none with which cards are delivered: changed to itself, there is no other command that proves
/// it. Throws pin_default.
void check_puk(card::iso7816::Channel& channel, card::ByteView puk, const card::profile::Profile& profile,
    std::string_view step = quality_step);
/// As many tries are left, after the right PUK.
void check_puk_tries(card::iso7816::Channel& channel, unsigned tries, std::string_view step = quality_step);

} // namespace perso
