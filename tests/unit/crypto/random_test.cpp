// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/random.hpp"

#include <doctest/doctest.h>

using namespace card;

TEST_CASE("random: the system's source fills every byte and does not repeat itself")
{
    crypto::RandomSource& random = crypto::system_random();
    CHECK(random.bytes(0).empty());
    CHECK(random.bytes(16).size() == 16);
    CHECK(random.bytes(16) != random.bytes(16));
    CHECK_FALSE(ct_equal(random.secret(32), random.secret(32)));

    Bytes seen(64, 0x00); // a byte stays zero through 64 fills with probability 2^-512
    for (int i = 0; i < 64; ++i) {
        const Bytes fresh = random.bytes(seen.size());
        for (std::size_t j = 0; j < seen.size(); ++j)
            seen[j] |= fresh[j];
    }
    CHECK(std::find(seen.begin(), seen.end(), 0x00) == seen.end());
}
