// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bytes.hpp"
#include "profile.hpp"

#include <map>
#include <optional>

namespace refcard {

/// Where a card stands between its maker and its holder. [GP] §5.1
enum class LifeCycle : std::uint8_t { op_ready = 0x01, initialized = 0x07, secured = 0x0F };

/// The static keys of the issuer security domain and the number of sessions that they opened.
struct KeySet {
    std::uint8_t kvn = 0;
    Bytes enc, mac, dek;
    std::uint32_t sequence_counter = 0;
};

/// A PIN or PUK: eight bytes, padded with FF, and what is left of its tries.
struct Reference {
    Bytes value;
    unsigned tries = 0;
    std::optional<unsigned> most_tries = std::nullopt; ///< instead of what the profile says
};

/// A private key of the PKI application.
struct PivKey {
    std::uint8_t algorithm = 0; ///< identifier of [800-78-4] table 6-2
    Bytes secret;               ///< scalar, or RSAPrivateKey
};

/// Everything that a card keeps without power, and nothing else.
struct Image {
    Bytes diversification_data; ///< prefix and chip serial, ten bytes
    LifeCycle life_cycle = LifeCycle::op_ready;
    KeySet keys;

    std::optional<Bytes> can;            ///< digits
    std::optional<Bytes> mrz_key;        ///< SHA-1 of the MRZ information. [9303-11] §9.7.3
    std::uint32_t password_failures = 0; ///< in a row, with either
    bool delay_owed = false;             ///< a delay began and was not served to its end

    std::map<std::uint16_t, Bytes> files; ///< of the identity application, by file identifier
    std::optional<Bytes> ca_key;          ///< private scalar of Chip Authentication
    std::optional<Bytes> cam_key;         ///< private scalar of Chip Authentication Mapping
    std::optional<Bytes> card_security;   ///< EF.CardSecurity

    std::map<std::uint8_t, PivKey> piv_keys;    ///< by key reference
    std::map<std::uint32_t, Bytes> piv_objects; ///< content of the template 53, by tag
    std::uint16_t change_counter = 0;
    std::optional<Reference> pin, puk; ///< the issuer may take them away
    std::optional<ManagementKey> management_key;
    bool pki_deleted = false;

    bool secured() const { return life_cycle == LifeCycle::secured; }
};

/// A card as its maker delivers it: transport keys, transport PIN and PUK, no holder.
Image blank_image(const Profile& profile, ByteView chip_serial);

/// Eight bytes, filled up with FF. [800-73-4] part 2 §2.4.3
Bytes padded_reference(ByteView digits);

Bytes encode(const Image& image);
/// Throws std::runtime_error unless encode() made these bytes.
Image decode_image(ByteView bytes);

} // namespace refcard
