// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/auth/chip_mapping.hpp"
#include "card/auth/pace_parameters.hpp"
#include "card/auth/password.hpp"
#include "card/base/api.hpp"
#include "card/crypto/kdf.hpp"
#include "card/crypto/random.hpp"
#include "card/iso7816/channel.hpp"

#include <optional>

/// Password Authenticated Connection Establishment, terminal side. [9303-11] §4.4
namespace card::auth::pace {

/// What PACE leaves behind.
struct Established {
    crypto::SessionKeys keys;
    std::optional<ChipMapping> mapping; ///< present exactly when the parameters ask for chip authentication mapping
};

/// PACE with generic or chip authentication mapping. The caller builds secure messaging over the same channel from the
/// keys.
///
/// Randomness is drawn in this order: mapping key, then ephemeral key, each as Group::generate says.
/// Throws can_wrong or mrz_wrong when the card refuses the token, pace_failed when the card's own token or one of its
/// answers is wrong, key_rejected when it sends no point of the curve or reflects ours, unexpected_status otherwise.
CARD_API Established establish(
    iso7816::Channel& chip, const Parameters& parameters, const Password& password, crypto::RandomSource& random);

/// The calculations of the protocol, as the page names them.
/// K_pi = KDF_pi(password). [9303-11] §9.7.3
CARD_API SecureBytes password_key(const Password& password, std::size_t key_size);

/// s = D(K_pi, z). [9303-11] §4.4.3.2
CARD_API SecureBytes decrypt_nonce(ByteView k_pi, ByteView z);

/// G' = s * G + H. [9303-11] §4.4.3.3.1
CARD_API crypto::Group map_generator(const crypto::Group& group, ByteView s, const crypto::Point& h);

/// T = MAC(KS_mac, public key of the other side), 8 bytes. [9303-11] §4.4.3.4
CARD_API Bytes token(const tlv::Oid& protocol, ByteView k_mac, const crypto::Point& public_key);

} // namespace card::auth::pace
