// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/crypto/ec.hpp"
#include "card/tlv/oid.hpp"

#include <optional>
#include <vector>

namespace card::lds {

/// [9303-11] §9.2.1
struct PaceInfo {
    tlv::Oid oid;
    unsigned version = 2;
    std::optional<unsigned> parameter_id; ///< standardized domain parameters

    friend bool operator==(const PaceInfo&, const PaceInfo&) = default;
};

/// [9303-11] §9.2.5
struct ChipAuthenticationInfo {
    tlv::Oid oid;
    unsigned version = 1;
    std::optional<unsigned> key_id;

    friend bool operator==(const ChipAuthenticationInfo&, const ChipAuthenticationInfo&) = default;
};

/// An ECDH key of the chip. [9303-11] §9.2.6
struct ChipAuthenticationPublicKeyInfo {
    crypto::Point key;
    std::optional<unsigned> key_id;

    friend bool operator==(const ChipAuthenticationPublicKeyInfo&, const ChipAuthenticationPublicKeyInfo&) = default;
};

/// The SET of protocols that a chip offers: all of EF.CardAccess, the content of DG14. [9303-11] §9.2
struct SecurityInfos {
    std::vector<PaceInfo> pace;
    std::vector<ChipAuthenticationInfo> chip_authentication;
    std::vector<ChipAuthenticationPublicKeyInfo> chip_authentication_keys;
    std::vector<Bytes> others; ///< whole elements that this library does not use, among them keys on other curves
};

/// Chip Authentication keys are written with explicit ECParameters and cofactor.
CARD_API Bytes encode(const SecurityInfos& infos);
/// Throws malformed_tlv, malformed_data; key_rejected for a Chip Authentication key off its curve or on a curve that
/// is written out and equals no known one.
CARD_API SecurityInfos decode_security_infos(ByteView set);

/// DG14: the infos in the template 6E. [9303-10] §4.7.14
CARD_API Bytes encode_dg14(const SecurityInfos& infos);
CARD_API SecurityInfos decode_dg14(ByteView file);

} // namespace card::lds
