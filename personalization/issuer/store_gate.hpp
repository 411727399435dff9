// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "issuer/clock_guard.hpp"
#include "issuer/issuer.hpp"
#include "issuer/radar/radar.hpp"
#include "issuer/signers.hpp"
#include "office/clock.hpp"

namespace perso::issuer {

/// The gate of one card: clock, key radar and the counter of the document signer, in the store of the office.
class StoreGate final : public CardGate {
public:
    /// `card` tells the row of the attempt, which is known when the first key is certified. Database and guard must
    /// outlive the gate.
    StoreGate(store::Database& database, const Office& office, const ClockGuard& clock,
        std::function<std::int64_t()> card, std::function<card::Time()> time = now)
        : signers_{database, office.signer},
          radar_{database},
          clock_{clock},
          card_{std::move(card)},
          time_{std::move(time)}
    {
    }

    void admit(std::string_view slot, const card::crypto::PublicKey& key) override
    {
        radar_.admit({.card = card_(), .slot = slot, .key = key}, believed_time());
    }

    unsigned claim_signer() override { return signers_.claim(card_(), believed_time()).number; }

private:
    card::Time believed_time() const
    {
        const card::Time time = time_();
        clock_.require_believed(time);
        return time;
    }

    Signers signers_;
    radar::Radar radar_;
    const ClockGuard& clock_;
    std::function<std::int64_t()> card_;
    std::function<card::Time()> time_;
};

/// While it lives, the issuer asks this card's gate.
class GateInPlace {
public:
    GateInPlace(Issuer& issuer, CardGate& gate) : issuer_{issuer} { issuer_.set_gate(&gate); }

    ~GateInPlace() { issuer_.set_gate(nullptr); }

    GateInPlace(const GateInPlace&) = delete;
    GateInPlace& operator=(const GateInPlace&) = delete;

private:
    Issuer& issuer_;
};

} // namespace perso::issuer
