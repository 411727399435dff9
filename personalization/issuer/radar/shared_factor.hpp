// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "issuer/radar/numbers.hpp"

namespace perso::issuer::radar {

/// Looks for a prime that a new RSA modulus has in common with earlier ones. The earlier moduli are multiplied modulo
/// the new one, and one greatest common divisor at the end tells of all of them: each costs one Montgomery
/// multiplication, about a microsecond at 2048 bits, and the memory of one number.
class SharedFactor {
public:
    /// An odd modulus. Throws crypto_failed.
    explicit SharedFactor(card::ByteView modulus);

    /// An earlier modulus.
    void add(card::ByteView earlier);

    /// The modulus has a factor in common with one that was added, or was added itself.
    bool found() const;

private:
    Scratch scratch_;
    Number modulus_;
    Montgomery montgomery_;
    Number product_; ///< times powers of the Montgomery radix, which has no factor in common with an odd modulus
    Number factor_;
};

/// The same of two moduli.
bool share_factor(card::ByteView a, card::ByteView b);

} // namespace perso::issuer::radar
