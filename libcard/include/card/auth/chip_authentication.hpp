// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/crypto/ec.hpp"
#include "card/crypto/kdf.hpp"
#include "card/iso7816/channel.hpp"
#include "card/lds/security_infos.hpp"
#include "card/tlv/oid.hpp"

#include <optional>

/// Chip Authentication version 1 with ECDH and AES: the chip proves that it holds the key signed in DG14. [9303-11]
/// §6.2
namespace card::auth::chip {

/// What the chip authenticates with: a ChipAuthenticationInfo and the public key that belongs to it.
struct Parameters {
    tlv::Oid protocol;
    std::optional<unsigned> key_id; ///< as it stands beside the key; absent when the chip has one key
    crypto::Point public_key;
    std::size_t key_size; ///< bytes of the AES session keys
};

/// id-CA-ECDH-AES-CBC-CMAC-128. [9303-11] §9.2.5
CARD_API const tlv::Oid& ecdh_aes_128();

/// The first ChipAuthenticationInfo of version 1 with ECDH and AES that has its key; nothing if there is none.
CARD_API std::optional<Parameters> choose(const lds::SecurityInfos& dg14);

/// The first command alone, MSE:Set AT: a card of ours refuses it outside PACE once it is secured.
CARD_API iso7816::Response begin(iso7816::Channel& chip, const Parameters& parameters);

/// Agrees on new keys over a channel that is open. The chip is proven genuine only by its first answer under secure
/// messaging with these keys (a new SecureChannel over the plain channel), which replaces the old.
/// The randomness drawn is the ephemeral key, as Group::generate says. Throws unexpected_status, response_malformed.
CARD_API crypto::SessionKeys authenticate(
    iso7816::Channel& chip, const Parameters& parameters, crypto::RandomSource& random);

} // namespace card::auth::chip
