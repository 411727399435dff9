// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/pki/spki.hpp"

#include <memory>

namespace card::pki {

/// A private key on P-256, P-384 or brainpoolP256r1 that signs certificates and EF.SOD. It may live in an HSM: what
/// this class holds is a handle, made by wrap() of native.hpp. Copies share the key.
class CARD_API SigningKey {
public:
    /// A new key in memory, for tests and demonstrations.
    static SigningKey generate(crypto::Curve curve);

    crypto::Point public_key() const;

    /// For pki alone: see native.hpp.
    struct State;

    explicit SigningKey(std::shared_ptr<const State> state) noexcept : state_{std::move(state)} {}

    const State& state() const noexcept { return *state_; }

private:
    std::shared_ptr<const State> state_;
};

} // namespace card::pki
