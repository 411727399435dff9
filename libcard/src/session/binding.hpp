// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/random.hpp"
#include "card/iso7816/channel.hpp"
#include "card/profile/profile.hpp"
#include "card/trust/evidence.hpp"

namespace card::session {

/// Lets the key 9E of the PKI application sign a fresh challenge, in three commands. Whether it is the key that DG13
/// names is for trust to judge. Throws transport failures alone.
trust::SlotProof prove_binding(
    iso7816::Channel& channel, const profile::Profile& profile, crypto::RandomSource& random);

} // namespace card::session
