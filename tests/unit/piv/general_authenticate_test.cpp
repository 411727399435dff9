// SPDX-License-Identifier: Apache-2.0
#include "card/piv/application.hpp"

#include "card/iso7816/chaining.hpp"

#include "answered_with.hpp"
#include "support/scripted_transport.hpp"

#include <doctest/doctest.h>

using namespace card;
using iso7816::Channel;
using iso7816::PlainChannel;
using piv::Algorithm;
using piv::Slot;
using test::answered_with;
using test::ScriptedTransport;

namespace {

std::string bytes(std::size_t count, const char* byte)
{
    std::string hex;
    for (std::size_t i = 0; i < count; ++i)
        hex += byte;
    return hex;
}

crypto::Point generator(crypto::Curve curve)
{
    return crypto::Group{curve}.generator();
}

} // namespace

TEST_CASE("piv sign: the digest of an EC key in template 7C, [800-73-4] part 2 §3.2.4")
{
    ScriptedTransport card{"> 0087119A 26 7C24 8200 8120 " + bytes(32, "AB") +
                           " 00\n< 7C0A 8208 3006020101020102 9000\n"
                           "> 0087149C 36 7C34 8200 8130 " +
                           bytes(48, "CD") + " 00\n< 7C0A 8208 3006020103020104 9000"};
    PlainChannel channel{card};
    CHECK(to_hex(piv::sign(channel, Slot::authentication, Algorithm::p256, Bytes(32, 0xAB))) == "3006020101020102");
    CHECK(to_hex(piv::sign(channel, Slot::signature, Algorithm::p384, Bytes(48, 0xCD))) == "3006020103020104");
}

TEST_CASE("piv sign: an RSA block is chained through short commands, its signature comes in parts")
{
    ScriptedTransport card{"> 1087079E FF 7C820106 8200 81820100 " + bytes(245, "55") + "\n< 9000\n> 0087079E 0B " +
                           bytes(11, "55") + " 00\n< 7C820104 82820100 " + bytes(248, "66") +
                           " 6108\n> 00C0000008\n< " + bytes(8, "66") + " 9000"};
    PlainChannel plain{card};
    iso7816::ChainingChannel channel{plain};
    CHECK(piv::sign(channel, Slot::card_authentication, Algorithm::rsa_2048, Bytes(256, 0x55)) == Bytes(256, 0x66));
}

TEST_CASE("piv sign: an RSA-3072 block in one extended command")
{
    ScriptedTransport card{"> 0087059A 00018A 7C820186 8200 81820180 " + bytes(384, "55") +
                           " 0800\n< 7C820184 82820180 " + bytes(384, "77") + " 9000"};
    PlainChannel channel{card, {.nc = 2039, .ne = 2048}};
    CHECK(piv::sign(channel, Slot::authentication, Algorithm::rsa_3072, Bytes(384, 0x55)) == Bytes(384, 0x77));
}

TEST_CASE("piv sign: the PIN is missing, the answer is no signature, the input has another length")
{
    const auto sign = [](Channel& channel) {
        return piv::sign(channel, Slot::signature, Algorithm::p256, Bytes(32, 0xAB));
    };
    CHECK(answered_with("6982", sign) == Errc::access_denied);
    CHECK(answered_with("6A86", sign) == Errc::unexpected_status);
    CHECK(answered_with("9000", sign) == Errc::malformed_tlv);
    CHECK(answered_with("7C00 9000", sign) == Errc::malformed_tlv);
    CHECK(answered_with("7C02 8200 9000", sign) == Errc::response_malformed);
    CHECK(answered_with("7C03 8201AA 00 9000", sign) == Errc::malformed_tlv);
    CHECK(answered_with("7C04 8102AABB 9000", sign) == Errc::malformed_tlv);
    CHECK(answered_with("7C4B 8249" + bytes(73, "AA") + "9000", sign) == Errc::response_malformed);

    const auto rsa = [](Channel& plain) {
        iso7816::ChainingChannel channel{plain};
        return piv::sign(channel, Slot::authentication, Algorithm::rsa_2048, Bytes(256, 0x01));
    };
    CHECK(answered_with("9000", rsa) == Errc::malformed_tlv); // also the answer to every chained part
    for (const Algorithm algorithm : {Algorithm::p256, Algorithm::p384, Algorithm::rsa_2048, Algorithm::rsa_3072})
        for (const std::size_t size : {0U, 20U, 31U, 33U, 47U, 49U, 255U, 257U, 383U, 385U})
            CHECK(answered_with("9000", [&](Channel& channel) {
                return piv::sign(channel, Slot::authentication, algorithm, Bytes(size));
            }) == Errc::malformed_data);
}

TEST_CASE("piv agree: a point in DO 85, a coordinate back, [800-73-4] part 2 §A.5.2")
{
    const crypto::Point p256 = generator(crypto::Curve::p256);
    const crypto::Point p384 = generator(crypto::Curve::p384);
    ScriptedTransport card{"> 0087119D 47 7C45 8200 8541 " + to_hex(p256.encode()) + " 00\n< 7C22 8220 00" +
                           bytes(31, "22") + " 9000\n> 0087149D 67 7C65 8200 8561 " + to_hex(p384.encode()) +
                           " 00\n< 7C32 8230 " + bytes(48, "33") + " 9000"};
    PlainChannel channel{card};
    const SecureBytes secret = piv::agree(channel, Slot::key_management, p256); // its leading zero stays
    CHECK(to_hex(secret) == "00" + bytes(31, "22"));
    CHECK(piv::agree(channel, Slot::key_management, p384).size() == 48);

    const auto agree = [&](Channel& peer) { return piv::agree(peer, Slot::key_management, p256); };
    CHECK(answered_with("6A80", agree) == Errc::unexpected_status);
    CHECK(answered_with("6982", agree) == Errc::access_denied);
    CHECK(answered_with("7C21 821F" + bytes(31, "22") + "9000", agree) == Errc::response_malformed);
    CHECK(answered_with("9000", [](Channel& peer) {
        return piv::agree(peer, Slot::key_management, generator(crypto::Curve::brainpool_p256r1));
    }) == Errc::unsupported);
}

TEST_CASE("piv decrypt: a block as long as the modulus, [800-73-4] part 2 §A.5.1")
{
    ScriptedTransport card{"> 0087079D 00010A 7C820106 8200 81820100 " + bytes(256, "44") +
                           " 0800\n< 7C820104 82820100 " + bytes(256, "02") + " 9000"};
    PlainChannel channel{card, {.nc = 2039, .ne = 2048}};
    const SecureBytes block = piv::decrypt(channel, Slot::key_management, Algorithm::rsa_2048, Bytes(256, 0x44));
    CHECK(equal(block, Bytes(256, 0x02)));

    const auto decrypt = [](std::size_t size, Algorithm algorithm) {
        return [=](Channel& below) {
            iso7816::ChainingChannel chained{below};
            return piv::decrypt(chained, Slot::key_management, algorithm, Bytes(size));
        };
    };
    CHECK(answered_with("9000", decrypt(255, Algorithm::rsa_2048)) == Errc::malformed_data);
    CHECK(answered_with("9000", decrypt(32, Algorithm::p256)) == Errc::unsupported);
    CHECK(answered_with("6985", decrypt(256, Algorithm::rsa_2048)) == Errc::access_denied);
}

TEST_CASE("piv challenge: 9B gives random bytes")
{
    ScriptedTransport card{"> 0087009B 04 7C028100 00\n< 7C0A 8108 0102030405060708 9000"};
    PlainChannel channel{card};
    CHECK(to_hex(piv::challenge(channel)) == "0102030405060708");
    ScriptedTransport aes{"> 0087009B 04 7C028100 00\n< 7C12 8110 " + bytes(16, "AB") + " 9000"};
    PlainChannel aes_channel{aes};
    CHECK(piv::challenge(aes_channel) == Bytes(16, 0xAB));
    const auto challenge = [](Channel& peer) { return piv::challenge(peer); };
    CHECK(answered_with("7C09 8107 01020304050607 9000", challenge) == Errc::response_malformed);
    CHECK(answered_with("7C0A 8208 0102030405060708 9000", challenge) == Errc::malformed_tlv);
    CHECK(answered_with("6A86", challenge) == Errc::unexpected_status);
}
