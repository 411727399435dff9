// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/random.hpp"
#include "card/iso7816/channel.hpp"
#include "card/lds/dg13.hpp"
#include "card/piv/slots.hpp"
#include "card/profile/profile.hpp"
#include "card/trust/evidence.hpp"

#include <optional>

/// Keys of the PKI application sign fresh challenges. Whether they are those that DG13 names is for trust to judge.
/// Every function takes a channel on which the application is selected, and throws what its commands throw.
namespace card::session {

/// What DG13 says of this slot; null if it names no such key.
const lds::SlotBinding* binding_of(const lds::Dg13& dg13, piv::Slot slot);

/// The proof of a slot that did not answer, until it does.
trust::SlotProof refused(piv::Slot slot);

/// The public key of the slot's certificate. Throws file_not_found if there is none.
crypto::PublicKey certified_key(iso7816::Channel& channel, piv::Slot slot);

/// The slot's key signs a fresh challenge, and with it the evidence if there is some to be signed; the digest is the
/// one that fits the certified key.
trust::SlotProof sign_challenge(iso7816::Channel& channel, piv::Slot slot, const crypto::PublicKey& key,
    crypto::RandomSource& random, const trust::Evidence* evidence = nullptr);

/// Why the PIN does not open the slots.
struct PinRefusal {
    Errc problem; ///< pin_wrong, pin_blocked, pin_last_try (nothing was sent), pin_absent, pin_format
    std::optional<unsigned> tries_left = {}; ///< after pin_wrong
};

/// VERIFY, unless only the last try is left and nobody said to spend it: a counter's mistake must not block somebody's
/// card.
std::optional<PinRefusal> enter_pin(
    iso7816::Channel& channel, ByteView pin, bool last_try, const profile::Profile& profile);

} // namespace card::session
