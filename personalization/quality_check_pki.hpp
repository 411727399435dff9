// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/iso7816/channel.hpp"
#include "production.hpp"
#include "quality_check.hpp"

/// What is checked of a finished PKI application, with the holder's credentials alone. The channel has the application
/// selected; each function throws quality_failed with what differs, and what reading throws.
namespace perso {

/// Throws quality_failed with `what` unless it holds.
void require_good(bool holds, std::string what);

/// CHUID, CCC, security object and the certificates of all slots, byte by byte.
void check_pki_objects(card::iso7816::Channel& channel, const Production& written);
/// The signed list covers CHUID and CCC, and its signer is one of the office's citizen CA. Sends nothing.
void check_security_object(const Production& written, const TrustData& trust);
/// Every key works, each after what it asks for.
void check_keys(card::iso7816::Channel& channel, const Production& written);

/// The PIN of the letter is right, and none with which cards are delivered; logged out afterwards. Throws pin_default.
void check_pin(card::iso7816::Channel& channel, const Production& written);
/// As many tries are left, after the right PIN.
void check_pin_tries(card::iso7816::Channel& channel, unsigned tries);
/// The PUK is right, and none with which cards are delivered: changed to itself, there is no other command that proves
/// it. Throws pin_default.
void check_puk(card::iso7816::Channel& channel, const Production& written);
/// As many tries are left, after the right PUK.
void check_puk_tries(card::iso7816::Channel& channel, unsigned tries);

} // namespace perso
