// SPDX-License-Identifier: Apache-2.0
#include "issuer/radar/rsa_checks.hpp"

#include "moduli.hpp"
#include "primes.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace perso::issuer::radar;
using card::from_hex;

namespace {

const card::Bytes f4 = from_hex("010001");

} // namespace

TEST_CASE("key radar: the print of the broken generator, published moduli")
{
    CHECK(has_roca_print(from_hex(test::moduli::roca_2048)));
    CHECK(has_roca_print(from_hex(test::moduli::roca_512)));
    CHECK_FALSE(has_roca_print(from_hex(test::moduli::ordinary_2048)));
    CHECK(weakness_of(from_hex(test::moduli::roca_2048), f4) == RsaWeakness::roca);
    CHECK_FALSE(weakness_of(from_hex(test::moduli::ordinary_2048), f4));
}

TEST_CASE("key radar: one remainder that is no power of 65537 takes the print away")
{
    // plus twice the product of the other first primes: only the remainder modulo 11 changes
    Number n = number_of(from_hex(test::moduli::roca_2048));
    const Number others = number_of(2UL);
    for (const unsigned long p :
        std::initializer_list<unsigned long>{2, 3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73,
            79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167})
        done(BN_mul_word(others.get(), p) == 1);
    unsigned without = 0;
    for (unsigned i = 0; i < 11; ++i) {
        done(BN_add(n.get(), n.get(), others.get()) == 1);
        without += has_roca_print(test::bytes_of(n.get())) ? 0 : 1;
    }
    // 65537 leaves 10 when divided by 11: only 1 and 10 are its powers
    CHECK(without == 9);
}

TEST_CASE("key radar: keys of an ordinary generator pass")
{
    for (const int bits : {2048, 3072})
        CHECK_FALSE(weakness_of(test::modulus(bits), f4));
    CHECK_FALSE(weakness_of(test::modulus(), from_hex("010003")));
}

TEST_CASE("key radar: weak sizes and exponents")
{
    const card::Bytes n = test::modulus();
    CHECK(weakness_of(test::modulus(1024), f4) == RsaWeakness::size);
    CHECK(weakness_of(n, from_hex("03")) == RsaWeakness::exponent);
    CHECK(weakness_of(n, from_hex("ffff")) == RsaWeakness::exponent);
    CHECK(weakness_of(n, from_hex("010002")) == RsaWeakness::exponent);
    CHECK_FALSE(weakness_of(n, f4));
}

TEST_CASE("key radar: primes that are close, small, or only one")
{
    const Number p = test::prime(1024);
    CHECK(weakness_of(test::product(p.get(), p.get()), f4) == RsaWeakness::close_primes);
    CHECK(weakness_of(test::product(p.get(), test::next_prime(p.get()).get()), f4) == RsaWeakness::close_primes);
    CHECK_FALSE(has_close_factors(test::product(p.get(), test::prime(1024).get())));
    CHECK(
        weakness_of(test::product(test::prime(2032).get(), number_of(65521UL).get()), f4) == RsaWeakness::small_factor);
    CHECK(weakness_of(test::bytes_of(test::prime(2048).get()), f4) == RsaWeakness::prime);
    CHECK(name(RsaWeakness::close_primes) == "close_primes");
}

TEST_CASE("key radar: whole roots")
{
    const Scratch context = scratch();
    for (const unsigned long n :
        std::initializer_list<unsigned long>{1, 2, 3, 4, 15, 16, 17, 24, 25, 99, 100, 65535, 65536}) {
        const Number root = square_root(number_of(n).get(), context.get());
        const unsigned long r = BN_get_word(root.get());
        CHECK(r * r <= n);
        CHECK((r + 1) * (r + 1) > n);
    }
}
