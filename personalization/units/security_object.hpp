// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "issuer/issuer.hpp"

namespace perso::units {

/// The security object's content, for a card that is good until `last_day`: the signed list has the hash of the CHUID
/// under 1 and that of the CCC under 2. Throws what Issuer::sign_security_object() does. [800-73-4] part 1 §3.1.7
card::Bytes make_security_object(
    const issuer::Issuer& issuer, const card::Bytes& chuid, const card::Bytes& ccc, card::Date last_day);

} // namespace perso::units
