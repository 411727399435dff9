// SPDX-License-Identifier: Apache-2.0
#include "card/piv/possession.hpp"

#include "card/crypto/signature.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include "answered_with.hpp"
#include "support/fixed_random.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

using namespace card;
using piv::Slot;

namespace {

/// A card that answers each input of GENERAL AUTHENTICATE by this function.
bool proves(Slot slot, const crypto::PublicKey& key, const Bytes& random, const std::function<Bytes(Bytes)>& answer)
{
    test::FunctionTransport card{[&](ByteView apdu) {
        const bool extended = apdu[4] == 0;
        const std::size_t length = extended ? from_big_endian(apdu.subspan(5, 2)) : apdu[4];
        tlv::Reader objects{tlv::only(apdu.subspan(extended ? 7 : 5, length), tlv::Tag{0x7C})};
        objects.expect(tlv::Tag{0x82});
        const Bytes output = answer(to_bytes(objects.next().value));
        const Bytes data = tlv::encode(tlv::Tag{0x7C}, tlv::encode(tlv::Tag{0x82}, output));
        return concat({data, Bytes{0x90, 0x00}});
    }};
    iso7816::PlainChannel channel{card, {.nc = 2039, .ne = 2048}};
    test::FixedRandom source{random};
    const bool result = piv::has_private_key(channel, slot, key, source);
    CHECK(source.used_up());
    return result;
}

} // namespace

TEST_CASE("possession: a fresh digest signed by an EC key, answers of RFC 6979")
{
    for (const test::Vector& vector : test::read_vectors("ecdsa.vec")) {
        const bool p384 = vector.text("Curve") == "P-384";
        const auto curve = p384 ? crypto::Curve::p384 : crypto::Curve::p256;
        const Bytes digest = crypto::digest(p384 ? crypto::Hash::sha384 : crypto::Hash::sha256, as_bytes("sample"));
        const Bytes signature = crypto::der_from_raw(curve, concat({vector.bytes("R"), vector.bytes("S")}));
        const crypto::PublicKey key = crypto::Point::decode(curve, vector.bytes("Public"));
        const auto card = [&](const Bytes& input) {
            CHECK(input == digest);
            return signature;
        };
        for (const Slot slot : {Slot::authentication, Slot::signature, Slot::card_authentication})
            CHECK(proves(slot, key, digest, card));
        CHECK_FALSE(proves(Slot::authentication, crypto::Group{curve}.generator(), digest, card));
    }
}

TEST_CASE("possession: a PKCS#1 block signed by an RSA key, answers of Wycheproof and OpenSSL")
{
    for (const test::Vector& vector : test::read_vectors("rsa.vec")) {
        if (vector.text("Hash") != "SHA-256")
            continue;
        CAPTURE(vector.source);
        const crypto::PublicKey key = crypto::RsaPublicKey::make(vector.bytes("Modulus"), Bytes{0x01, 0x00, 0x01});
        const Bytes digest = crypto::digest(crypto::Hash::sha256, vector.bytes("Message"));
        const auto card = [&](const Bytes& input) {
            CHECK(input == crypto::pkcs1_block(crypto::Hash::sha256, digest, vector.bytes("Modulus").size()));
            return vector.bytes("Signature");
        };
        CHECK(proves(Slot::signature, key, digest, card) == (vector.text("Valid") == "yes"));
    }
}

TEST_CASE("possession: 9D agrees on a secret")
{
    const crypto::Group group{crypto::Curve::p256};
    const Bytes private_key(32, 0x42);
    const crypto::PublicKey key = group.key_pair(private_key).public_key();
    const auto card = [&](const Bytes& peer) {
        return to_bytes(crypto::shared_secret(group.key_pair(private_key), group.decode(peer)));
    };
    CHECK(proves(Slot::key_management, key, Bytes(32, 0x17), card));
    CHECK_FALSE(proves(Slot::key_management, group.generator(), Bytes(32, 0x17), card));
}

TEST_CASE("possession: 9D decrypts a block below its modulus")
{
    const test::Vector vector = test::read_vectors("rsa.vec").front();
    const auto key = crypto::RsaPublicKey::make(vector.bytes("Modulus"), Bytes{0x01, 0x00, 0x01});
    Bytes block(256, 0xEE);
    block[0] = 0;
    const auto card = [&](const Bytes& cryptogram) {
        CHECK(cryptogram == crypto::rsa_public_operation(key, block));
        return block;
    };
    CHECK(proves(Slot::key_management, key, Bytes(256, 0xEE), card));
    CHECK_FALSE(proves(Slot::key_management, key, Bytes(256, 0xEE), [](const Bytes&) { return Bytes(256, 0x01); }));
}

TEST_CASE("possession: a refusal is an error, no proof to the contrary")
{
    const crypto::PublicKey key = crypto::Group{crypto::Curve::p256}.generator();
    CHECK(test::answered_with("6982", [&](iso7816::Channel& channel) {
        return piv::has_private_key(channel, Slot::authentication, key, crypto::system_random());
    }) == Errc::access_denied);
}
