// SPDX-License-Identifier: Apache-2.0
#include "operation.hpp"

#include "errors.hpp"

#include "card/base/hex.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

namespace {

using card::Bytes;
using card::from_hex;

p11::SignOperation begin(CK_MECHANISM_TYPE type)
{
    const Bytes point = test::read_vectors("certificates.vec").front().bytes("EcPoint");
    const p11::CardKey key{
        card::piv::Slot::authentication, card::crypto::Point::decode(card::crypto::Curve::p256, point)};
    return p11::SignOperation{p11::find_mechanism(type), key};
}

Bytes digest(CK_MECHANISM_TYPE type, card::ByteView data)
{
    p11::SignOperation operation = begin(type);
    operation.update(data);
    return operation.digest();
}

} // namespace

TEST_CASE("operation: the message is hashed as FIPS 180 says, example \"abc\"")
{
    const card::ByteView abc = card::as_bytes("abc");
    CHECK(
        digest(CKM_ECDSA_SHA256, abc) == from_hex("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"));
    // a shorter digest is a smaller number
    CHECK(digest(CKM_ECDSA_SHA1, abc) == from_hex("000000000000000000000000A9993E364706816ABA3E25717850C26C9CD0D89D"));
    // of a longer one only the leftmost bits count
    CHECK(
        digest(CKM_ECDSA_SHA384, abc) == from_hex("CB00753F45A35E8BB5A03D699AC65007272C32AB0EDED1631A8B605A43FF5BED"));
}

TEST_CASE("operation: in parts as in one piece")
{
    p11::SignOperation operation = begin(CKM_ECDSA_SHA256);
    for (const char* part : {"a", "", "bc"})
        operation.update(card::as_bytes(part));
    CHECK(operation.digest() == digest(CKM_ECDSA_SHA256, card::as_bytes("abc")));
}

TEST_CASE("operation: the caller's digest, of any usual length")
{
    CHECK(digest(CKM_ECDSA, Bytes(32, 0xA5)) == Bytes(32, 0xA5));
    CHECK(digest(CKM_ECDSA, Bytes{0x01}) == card::concat({Bytes(31), Bytes{0x01}}));
    CHECK(digest(CKM_ECDSA, Bytes(64, 0xA5)) == Bytes(32, 0xA5));
    CHECK_THROWS_AS(digest(CKM_ECDSA, Bytes(65)), p11::Failure);
    CHECK_THROWS_AS(digest(CKM_ECDSA, Bytes{}), p11::Failure);
}

TEST_CASE("operation: mechanisms that the card does not have")
{
    CHECK_THROWS_AS(begin(CKM_RSA_PKCS), p11::Failure);
    CHECK_THROWS_AS(begin(CKM_EDDSA), p11::Failure);
}
