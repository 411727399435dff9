// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "issuer/issuer.hpp"

namespace test {

/// The gate of an issuer whose store is no part of the test: admits every key, and the signer of the key ceremony signs
/// all cards.
class OpenGate final : public perso::issuer::CardGate {
public:
    /// From now on; it must outlive the issuer's use.
    explicit OpenGate(perso::issuer::Issuer& issuer) { issuer.set_gate(this); }

    void admit(std::string_view, const card::crypto::PublicKey&) override {}

    unsigned claim_signer() override { return 1; }
};

} // namespace test
