// SPDX-License-Identifier: Apache-2.0
#include "issuer/radar/rsa_checks.hpp"

#include "issuer/radar/numbers.hpp"

#include <array>
#include <bitset>
#include <vector>

namespace perso::issuer::radar {

namespace {

constexpr int smallest_modulus_bits = 2048;
constexpr unsigned long smallest_exponent = 65537;
constexpr unsigned small_factor_limit = 1U << 16U;

constexpr std::array<unsigned, 39> first_primes{2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67,
    71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167};

/// The remainders that powers of 65537 leave when divided by `prime`.
std::bitset<168> powers_modulo(unsigned prime)
{
    std::bitset<168> seen;
    for (unsigned power = 1 % prime; !seen.test(power); power = power * (65537U % prime) % prime)
        seen.set(power);
    return seen;
}

std::vector<unsigned> odd_primes_below(unsigned limit)
{
    std::vector<bool> composite(limit);
    std::vector<unsigned> primes;
    for (unsigned n = 3; n < limit; n += 2) {
        if (composite[n])
            continue;
        primes.push_back(n);
        for (unsigned long multiple = static_cast<unsigned long>(n) * n; multiple < limit; multiple += n)
            composite[multiple] = true;
    }
    return primes;
}

unsigned long remainder(const Number& number, unsigned divisor)
{
    return BN_mod_word(number.get(), divisor);
}

bool has_small_factor(const Number& modulus)
{
    static const std::vector<unsigned> primes = odd_primes_below(small_factor_limit);
    if (BN_is_odd(modulus.get()) == 0)
        return true;
    for (const unsigned prime : primes)
        if (remainder(modulus, prime) == 0)
            return true;
    return false;
}

bool is_square(const Number& number, BN_CTX* scratch)
{
    if (BN_is_zero(number.get()))
        return true;
    // Of 0 to 63 only twelve are remainders of squares: this spares most of the roots.
    constexpr std::uint64_t squares = 0x0202021202030213;
    if ((squares >> remainder(number, 64) & 1U) == 0)
        return false;
    const Number root = square_root(number.get(), scratch);
    done(BN_sqr(root.get(), root.get(), scratch) == 1);
    return BN_cmp(root.get(), number.get()) == 0;
}

bool is_prime(const Number& number, BN_CTX* scratch)
{
    const int found = BN_check_prime(number.get(), scratch, nullptr);
    done(found >= 0);
    return found == 1;
}

} // namespace

std::string_view name(RsaWeakness weakness)
{
    switch (weakness) {
    case RsaWeakness::size:
        return "size";
    case RsaWeakness::exponent:
        return "exponent";
    case RsaWeakness::small_factor:
        return "small_factor";
    case RsaWeakness::prime:
        return "prime";
    case RsaWeakness::close_primes:
        return "close_primes";
    case RsaWeakness::roca:
        break;
    }
    return "roca";
}

bool has_roca_print(card::ByteView modulus)
{
    static const auto prints = [] {
        std::array<std::bitset<168>, first_primes.size()> made;
        for (std::size_t i = 0; i < made.size(); ++i)
            made.at(i) = powers_modulo(first_primes.at(i));
        return made;
    }();
    const Number n = number_of(modulus);
    for (std::size_t i = 0; i < first_primes.size(); ++i)
        if (!prints.at(i).test(remainder(n, first_primes.at(i))))
            return false;
    return true;
}

/// n = a^2 - b^2 with the smallest a from the root of n upwards: then n = (a - b) (a + b).
bool has_close_factors(card::ByteView modulus, unsigned steps)
{
    const Scratch context = scratch();
    const Number n = number_of(modulus);
    if (BN_is_zero(n.get()))
        return false;
    const Number a = square_root(n.get(), context.get());
    const Number difference = number();
    for (unsigned step = 0; step <= steps; ++step) {
        done(BN_sqr(difference.get(), a.get(), context.get()) == 1);
        done(BN_sub(difference.get(), difference.get(), n.get()) == 1);
        if (!BN_is_negative(difference.get()) && is_square(difference, context.get()))
            return true;
        done(BN_add_word(a.get(), 1) == 1);
    }
    return false;
}

std::optional<RsaWeakness> weakness_of(card::ByteView modulus, card::ByteView exponent)
{
    const Scratch context = scratch();
    const Number n = number_of(modulus);
    const Number e = number_of(exponent);
    if (const int bits = BN_num_bits(n.get()); bits < smallest_modulus_bits || bits % 8 != 0)
        return RsaWeakness::size;
    if (BN_is_odd(e.get()) == 0 || BN_cmp(e.get(), number_of(smallest_exponent).get()) < 0)
        return RsaWeakness::exponent;
    if (has_small_factor(n))
        return RsaWeakness::small_factor;
    if (has_roca_print(modulus))
        return RsaWeakness::roca;
    if (has_close_factors(modulus))
        return RsaWeakness::close_primes;
    if (is_prime(n, context.get()))
        return RsaWeakness::prime;
    return std::nullopt;
}

} // namespace perso::issuer::radar
