// SPDX-License-Identifier: Apache-2.0
#include "card/sm/suite.hpp"

#include "support/throws.hpp"
#include "support/vectors.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/cipher.hpp"

#include <doctest/doctest.h>

using namespace card;

TEST_CASE("suite: cryptogram and MAC of the EAC 2 worked example, SSC 1 and 2")
{
    const test::Vector vector = test::read_vectors("sm_aes128.vec").at(0);
    sm::Suite suite{{SecureBytes{vector.bytes("KsEnc")}, SecureBytes{vector.bytes("KsMac")}}, {}};
    suite.next();
    CHECK(to_hex(suite.encrypt(vector.bytes("Plain"))) == to_hex(vector.bytes("Cryptogram")));
    CHECK(to_hex(suite.decrypt(vector.bytes("Cryptogram"))) == to_hex(vector.bytes("Plain")));
    suite.next();
    CHECK(to_hex(suite.mac(crypto::pad80(vector.bytes("MacInput")))) == to_hex(vector.bytes("Mac")));
}

TEST_CASE("suite: the counter carries over all of its bytes")
{
    sm::SendSequenceCounter counter{from_hex("000000000000000000000000000000FF")};
    counter.increment();
    CHECK(to_hex(counter.bytes()) == "00000000000000000000000000000100");
    sm::SendSequenceCounter highest{Bytes(16, 0xFF)};
    highest.increment();
    CHECK(to_hex(highest.bytes()) == "00000000000000000000000000000000");
    CHECK(test::error_of([] { return sm::SendSequenceCounter{Bytes(15)}; }) == Errc::malformed_data);
}
