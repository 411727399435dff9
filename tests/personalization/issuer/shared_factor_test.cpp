// SPDX-License-Identifier: Apache-2.0
#include "issuer/radar/shared_factor.hpp"

#include "primes.hpp"

#include "issuer/radar/ec_checks.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace perso::issuer::radar;

namespace {

bool found(const card::Bytes& fresh, const std::vector<card::Bytes>& earlier)
{
    SharedFactor search{fresh};
    for (const card::Bytes& modulus : earlier)
        search.add(modulus);
    return search.found();
}

} // namespace

TEST_CASE("key radar: a prime that was used before is found among many, whichever it is")
{
    const Number shared = test::prime(1024);
    std::vector<card::Bytes> earlier;
    for (unsigned i = 0; i < 6; ++i)
        earlier.push_back(test::modulus());
    const card::Bytes fresh = test::product(shared.get(), test::prime(1024).get());
    CHECK_FALSE(found(fresh, earlier));
    for (std::size_t place = 0; place < earlier.size(); ++place) {
        auto with = earlier;
        with[place] = test::product(test::prime(1024).get(), shared.get());
        CHECK(found(fresh, with));
        CHECK(share_factor(fresh, with[place]));
        CHECK_FALSE(share_factor(fresh, earlier[place]));
    }
}

TEST_CASE("key radar: the same modulus, another size, no earlier keys")
{
    const Number shared = test::prime(1024);
    const card::Bytes fresh = test::product(shared.get(), test::prime(1024).get());
    CHECK(found(fresh, {fresh}));
    CHECK(found(fresh, {test::product(shared.get(), test::prime(2048).get())}));
    CHECK(found(fresh, {test::product(shared.get(), test::prime(512).get())}));
    CHECK_FALSE(found(fresh, {test::modulus(3072)}));
    CHECK_FALSE(found(fresh, {}));
    // each of two earlier keys has one of the two primes: their product is a multiple of the modulus
    const Number other = test::prime(1024);
    const card::Bytes both = test::product(shared.get(), other.get());
    CHECK(found(both,
        {test::product(shared.get(), test::prime(1024).get()), test::product(other.get(), test::prime(1024).get())}));
}

TEST_CASE("key radar: private keys that nobody draws")
{
    using card::crypto::Curve;
    for (const Curve curve : {Curve::p256, Curve::p384, Curve::brainpool_p256r1}) {
        const card::crypto::Group group{curve};
        CHECK(has_trivial_private_key(group.generator()));
        CHECK(has_trivial_private_key(card::crypto::multiply(group.generator(), card::Bytes{trivial_private_keys})));
        CHECK_FALSE(
            has_trivial_private_key(card::crypto::multiply(group.generator(), card::Bytes{trivial_private_keys + 1})));
        CHECK_FALSE(has_trivial_private_key(group.generate(card::crypto::system_random()).public_key()));
    }
}
