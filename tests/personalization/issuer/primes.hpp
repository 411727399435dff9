// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "issuer/radar/numbers.hpp"

/// Keys of OpenSSL's generator, and keys made wrong on purpose.
namespace test {

inline perso::issuer::radar::Number prime(int bits)
{
    auto made = perso::issuer::radar::number();
    perso::issuer::radar::done(BN_generate_prime_ex(made.get(), bits, 0, nullptr, nullptr, nullptr) == 1);
    return made;
}

inline perso::issuer::radar::Number next_prime(const BIGNUM* after)
{
    const auto scratch = perso::issuer::radar::scratch();
    perso::issuer::radar::Number made{BN_dup(after)};
    do
        perso::issuer::radar::done(BN_add_word(made.get(), BN_is_odd(made.get()) ? 2 : 1) == 1);
    while (BN_check_prime(made.get(), scratch.get(), nullptr) != 1);
    return made;
}

inline card::Bytes bytes_of(const BIGNUM* number)
{
    card::Bytes bytes(static_cast<std::size_t>(BN_num_bytes(number)));
    BN_bn2bin(number, bytes.data());
    return bytes;
}

inline card::Bytes product(const BIGNUM* a, const BIGNUM* b)
{
    const auto scratch = perso::issuer::radar::scratch();
    const auto made = perso::issuer::radar::number();
    perso::issuer::radar::done(BN_mul(made.get(), a, b, scratch.get()) == 1);
    return bytes_of(made.get());
}

inline card::Bytes modulus(int bits = 2048)
{
    return product(prime(bits / 2).get(), prime(bits / 2).get());
}

} // namespace test
