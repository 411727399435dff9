// SPDX-License-Identifier: Apache-2.0
#include "card/gp/scp03_keys.hpp"

#include "unit/gp/apdu.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;

TEST_CASE("scp03_keys: session keys, pysim's card and openjavacard's SCP03DerivationTest")
{
    for (const char* file : {"scp03.vec", "scp03_session_keys.vec"}) {
        for (const test::Vector& vector : test::read_vectors(file)) {
            const gp::Scp03SessionKeys keys = gp::derive_session_keys(test::static_keys(vector),
                test::challenge(vector, "HostChallenge"), test::challenge(vector, "CardChallenge"));
            CHECK(to_hex(keys.s_enc) == to_hex(vector.bytes("SEnc")));
            CHECK(to_hex(keys.s_mac) == to_hex(vector.bytes("SMac")));
            CHECK(to_hex(keys.s_rmac) == to_hex(vector.bytes("SRmac")));
        }
    }
}

TEST_CASE("scp03_keys: both cryptograms as recorded on a real card, pysim test_globalplatform.py")
{
    for (const test::Vector& vector : test::read_vectors("scp03.vec")) {
        const gp::Challenge host = test::challenge(vector, "HostChallenge");
        const gp::Challenge card = test::challenge(vector, "CardChallenge");
        const Bytes s_mac = vector.bytes("SMac");
        CHECK(to_hex(gp::card_cryptogram(s_mac, host, card)) == to_hex(vector.bytes("CardCryptogram")));
        CHECK(to_hex(gp::host_cryptogram(s_mac, host, card)) == to_hex(vector.bytes("HostCryptogram")));
    }
}
