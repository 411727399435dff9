// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/crypto/ec.hpp"

namespace card::auth::pace {

/// What the chip leaves under chip authentication mapping. Only the holder of the private key of PK_IC can have made
/// such a mapping key and used it, so it proves the chip genuine once maps_to says so of a key that the issuer signed.
struct ChipMapping {
    crypto::Point pk_map_ic; ///< the mapping key of step 3a
    Bytes ca_ic;             ///< chip authentication data, as long as the group order
};

/// Whether CA_IC * PK_IC = PK_map_IC, where PK_IC must come from a signed EF.CardSecurity. [9303-11] §4.4.3.5.2
CARD_API bool maps_to(const crypto::Point& pk_ic, const ChipMapping& mapping);

/// CA_IC = D(KS_enc, A_IC) without its padding, under the IV E(KS_enc, -1). [9303-11] §4.4.3.5
/// Throws pace_failed unless it is as long as the order of the group.
CARD_API Bytes decrypt_chip_authentication_data(ByteView k_enc, ByteView a_ic, crypto::Curve curve);

} // namespace card::auth::pace
