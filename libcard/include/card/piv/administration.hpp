// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/channel.hpp"
#include "card/piv/slots.hpp"
#include "card/profile/profile.hpp"

/// What only the issuer may do: every function takes a secure channel (SCP03) to the PKI application, with
/// iso7816::ChainingChannel on top. [800-73-4] part 2 §3.3; CHANGE REFERENCE DATA ADMIN is ours.
namespace card::piv {

/// GENERATE ASYMMETRIC KEY PAIR on P-256: the public key as an uncompressed point, 65 bytes.
/// Throws access_denied once the card is secured.
CARD_API Bytes generate_key(iso7816::Channel& channel, Slot slot);

/// PUT DATA. `content` is what tag 53 will hold; the discovery object travels in its own template 7E.
CARD_API void put_data(iso7816::Channel& channel, tlv::Tag object, ByteView content);

/// Sets PIN or PUK, ASCII digits, and all of its tries. Throws pin_format before anything is sent.
CARD_API void set_pin(iso7816::Channel& channel, ByteView pin, const profile::Profile& profile);
CARD_API void set_puk(iso7816::Channel& channel, ByteView puk, const profile::Profile& profile);

} // namespace card::piv
