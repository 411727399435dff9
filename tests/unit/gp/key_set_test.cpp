// SPDX-License-Identifier: Apache-2.0
#include "card/gp/key_set.hpp"

#include "support/throws.hpp"
#include "support/vectors.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;

TEST_CASE("key_set: check values, pysim SCP03_KCV_Test")
{
    for (const test::Vector& vector : test::read_vectors("key_check_value.vec"))
        CHECK(to_hex(gp::key_check_value(vector.bytes("Key"))) == to_hex(vector.bytes("CheckValue")));
    CHECK(test::error_of([] { return gp::key_check_value(Bytes(15)); }) == Errc::crypto_failed);
}
