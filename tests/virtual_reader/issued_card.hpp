// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/auth/password.hpp"
#include "card/base/secure_bytes.hpp"
#include "card/session/verification.hpp"

#include <string>

namespace test {

/// A fresh copy of the card that issue_card.sh left in the folder CARD_ISSUED, and what its office knows.
struct IssuedCard {
    std::string image;
    card::SecureBytes can;
    card::SecureBytes pin;
    card::trust::TrustData trust_data;
    card::trust::Policy policy;

    card::auth::Can password() const { return card::auth::Can{can}; }

    /// What a counter of the same office asks, today.
    card::session::VerificationRequest request(const card::auth::Password& password) const;
};

/// Throws std::runtime_error if the folder is not there or incomplete.
IssuedCard issued_card();

} // namespace test
