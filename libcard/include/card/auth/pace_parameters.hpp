// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/crypto/ec.hpp"
#include "card/lds/security_infos.hpp"
#include "card/tlv/oid.hpp"

#include <optional>

namespace card::auth::pace {

/// What PACE is run with: one protocol and one curve that the card offers in EF.CardAccess.
struct Parameters {
    tlv::Oid protocol;
    unsigned parameter_id; ///< [9303-11] §9.5.1
    crypto::Group group;
    std::size_t key_size;   ///< bytes of the AES session keys
    bool ambiguous = false; ///< the card offers the protocol on several curves, so MSE:Set AT names ours
};

/// The parameters of one PACEInfo; nothing if this version does not offer its protocol or curve: generic mapping over
/// ECDH with AES, on P-256, P-384 and brainpoolP256r1.
CARD_API std::optional<Parameters> supported(const lds::PaceInfo& info);

/// The first PACEInfo of EF.CardAccess that is supported. Throws pace_unsupported if none is.
CARD_API Parameters choose(const lds::SecurityInfos& card_access);

} // namespace card::auth::pace
