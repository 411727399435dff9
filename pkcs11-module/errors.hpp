// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cryptoki.hpp"

#include "card/base/error.hpp"

namespace p11 {

/// Thrown when the module itself chooses what the function returns.
class Failure {
public:
    explicit Failure(CK_RV rv) noexcept : rv_{rv} {}

    CK_RV rv() const noexcept { return rv_; }

private:
    CK_RV rv_;
};

/// Throws Failure{otherwise} unless `condition` holds.
inline void require(bool condition, CK_RV otherwise)
{
    if (!condition)
        throw Failure{otherwise};
}

/// The return value for what libcard reports: the one table of the module.
CK_RV to_rv(card::Errc code) noexcept;

/// Whether the card that was in use is gone, or may be: sessions and objects of its token are over.
bool card_is_lost(card::Errc code) noexcept;

} // namespace p11
