// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/signature.hpp"

#include "support/throws.hpp"
#include "support/vectors.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/hash.hpp"

#include <doctest/doctest.h>

using namespace card;
using crypto::Curve;

TEST_CASE("signature: ECDSA, RFC 6979 appendix A.2.5 and A.2.6")
{
    for (const test::Vector& vector : test::read_vectors("ecdsa.vec")) {
        CAPTURE(vector.source);
        const bool p384 = vector.text("Curve") == "P-384";
        const Curve curve = p384 ? Curve::p384 : Curve::p256;
        const crypto::Point key = crypto::Point::decode(curve, vector.bytes("Public"));
        const Bytes digest =
            crypto::digest(p384 ? crypto::Hash::sha384 : crypto::Hash::sha256, vector.bytes("Message"));
        const Bytes raw = concat({vector.bytes("R"), vector.bytes("S")});
        CHECK(crypto::verify_ecdsa(key, digest, raw));

        CHECK(crypto::raw_from_der(curve, crypto::der_from_raw(curve, raw)) == raw);
        for (std::size_t i = 0; i < raw.size(); i += 7) {
            Bytes altered = raw;
            altered[i] ^= 0x10;
            CHECK_FALSE(crypto::verify_ecdsa(key, digest, altered));
        }
        Bytes other_digest = digest;
        other_digest[0] ^= 0x01;
        CHECK_FALSE(crypto::verify_ecdsa(key, other_digest, raw));
        CHECK_FALSE(crypto::verify_ecdsa(crypto::Group{curve}.generator(), digest, raw));
        CHECK_FALSE(crypto::verify_ecdsa(key, digest, ByteView{raw}.first(raw.size() - 1)));
        CHECK_FALSE(crypto::verify_ecdsa(key, digest, Bytes(raw.size(), 0x00)));
        CHECK_FALSE(crypto::verify_ecdsa(key, digest, {}));
    }
}

TEST_CASE("signature: DER in both directions")
{
    const auto raw = [](std::string_view r, std::string_view s) {
        Bytes out(64);
        const Bytes r_bytes = from_hex(r);
        const Bytes s_bytes = from_hex(s);
        std::copy(r_bytes.rbegin(), r_bytes.rend(), out.rbegin() + 32);
        std::copy(s_bytes.rbegin(), s_bytes.rend(), out.rbegin());
        return out;
    };
    CHECK(to_hex(crypto::der_from_raw(Curve::p256, raw("01", "80"))) == "300702010102020080");
    CHECK(crypto::raw_from_der(Curve::p256, from_hex("300702010102020080")) == raw("01", "80"));

    for (const char* wrong : {
             "",
             "3007020101020200",       // ends early
             "30070201010202008000",   // trailing byte
             "3008020101020200800500", // a third element
             "310702010102020080",     // SET
             "30070301010202 0080",    // BIT STRING
             "3081070201010202 0080",  // length not in the fewest bytes
             "30080202000102020080",   // r not in the fewest bytes
             "3006020101020180",       // s negative
             "300302 0101",            // s missing
             "3080020101020200800000", // indefinite length
             "302602210100000000000000000000000000000000000000000000000000000000000000000201 01", // r too large
         }) {
        CAPTURE(wrong);
        CHECK(
            test::error_of([&] { return crypto::raw_from_der(Curve::p256, from_hex(wrong)); }) == Errc::malformed_data);
    }
    CHECK(test::error_of([] { return crypto::der_from_raw(Curve::p256, Bytes(63)); }) == Errc::malformed_data);
}
