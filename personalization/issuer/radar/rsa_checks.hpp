// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <optional>
#include <string_view>

namespace perso::issuer::radar {

/// What is wrong with one RSA key, whatever other keys there are.
enum class RsaWeakness {
    size,         ///< below 2048 bits, or not a whole number of bytes
    exponent,     ///< even or below 65537
    small_factor, ///< the modulus is even, or a prime below 2^16 divides it
    prime,        ///< the modulus is a prime itself
    close_primes, ///< Fermat's method finds both primes in a hundred steps
    roca,         ///< the print of the generator of CVE-2017-15361
};

/// "roca"; for the journal and for people.
std::string_view name(RsaWeakness weakness);

/// The first weakness of a public key, big-endian without leading zeros; takes about a millisecond for 2048 bits.
/// What it does not find is no proof of strength. Throws crypto_failed.
std::optional<RsaWeakness> weakness_of(card::ByteView modulus, card::ByteView exponent);

/// The modulus has, for every prime up to 167, a remainder that is a power of 65537. Both primes of a key of the broken
/// generator are k * M + (65537^a mod M), where M is the product of the first primes, and so is their product; of other
/// keys one in about 2^27 has this print. [CVE-2017-15361], M. Nemec et al., "The Return of Coppersmith's Attack",
/// ACM CCS 2017, §2.
bool has_roca_print(card::ByteView modulus);

/// The modulus is the product of two numbers that differ so little that Fermat's method finds them in these steps.
bool has_close_factors(card::ByteView modulus, unsigned steps = 100);

} // namespace perso::issuer::radar
