// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/channel.hpp"
#include "card/piv/slots.hpp"
#include "card/profile/profile.hpp"

/// What only the issuer may do: every function takes a secure channel (SCP03) to the PKI application, or a plain one on
/// which the management key is proven (management.hpp), with iso7816::ChainingChannel on top. [800-73-4] part 2 §3.3;
/// CHANGE REFERENCE DATA ADMIN is ours and OpenFIPS201's, under SCP03 alone.
namespace card::piv {

/// GENERATE ASYMMETRIC KEY PAIR: a new key takes the place of the old one.
/// Throws access_denied once the card is secured, response_malformed if the key is none of this algorithm.
CARD_API crypto::PublicKey generate_key(iso7816::Channel& channel, Slot slot, Algorithm algorithm);

/// PUT DATA. `content` is what tag 53 will hold; the discovery object and the biometric group travel in templates of
/// their own, 7E and 7F61.
CARD_API void put_data(iso7816::Channel& channel, tlv::Tag object, ByteView content);

/// Sets PIN or PUK, ASCII digits, and all of its tries. Throws pin_format before anything is sent.
CARD_API void set_pin(iso7816::Channel& channel, ByteView pin, const profile::Profile& profile);
CARD_API void set_puk(iso7816::Channel& channel, ByteView puk, const profile::Profile& profile);

/// Takes PIN or PUK away: the card answers as if it had never had one. Throws access_denied once it is secured.
CARD_API void clear_pin(iso7816::Channel& channel);
CARD_API void clear_puk(iso7816::Channel& channel);

} // namespace card::piv
