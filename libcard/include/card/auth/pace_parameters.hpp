// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/crypto/ec.hpp"
#include "card/lds/security_infos.hpp"
#include "card/tlv/oid.hpp"

#include <optional>

namespace card::auth::pace {

/// How the nonce becomes a generator, and whether that proves the chip genuine. [9303-11] §4.4.3.3
enum class Mapping : std::uint8_t { generic, chip_authentication };

/// What PACE is run with: one protocol and one curve that the card offers in EF.CardAccess.
struct Parameters {
    tlv::Oid protocol;
    unsigned parameter_id; ///< [9303-11] §9.5.1
    crypto::Group group;
    std::size_t key_size; ///< bytes of the AES session keys
    Mapping mapping = Mapping::generic;
    bool ambiguous = false; ///< the card offers the protocol on several curves, so MSE:Set AT names ours
};

/// The parameters of one PACEInfo; nothing if this version does not offer its protocol or curve: generic or chip
/// authentication mapping over ECDH with AES, on P-256, P-384 and brainpoolP256r1.
CARD_API std::optional<Parameters> supported(const lds::PaceInfo& info);

/// The first PACEInfo of EF.CardAccess with this mapping that is supported; nothing if none is.
CARD_API std::optional<Parameters> choose(const lds::SecurityInfos& card_access, Mapping mapping);

/// Chip authentication mapping where the card offers it, because it also proves the chip genuine; else generic
/// mapping. Throws pace_unsupported if neither is offered.
CARD_API Parameters choose(const lds::SecurityInfos& card_access);

} // namespace card::auth::pace
