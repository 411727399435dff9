// SPDX-License-Identifier: Apache-2.0
#include "card/piv/administration.hpp"

#include "answered_with.hpp"
#include "support/scripted_transport.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

using namespace card;
using iso7816::Channel;
using iso7816::PlainChannel;
using piv::Algorithm;
using piv::Slot;
using test::answered_with;
using test::ScriptedTransport;

namespace {

const profile::Profile& profile_ = profile::builtin();

std::string point_of(crypto::Curve curve)
{
    return to_hex(crypto::Group{curve}.generator().encode());
}

/// GENERATE ASYMMETRIC KEY PAIR for 9A, which the card answers with these bytes, as many as extended length allows.
std::optional<Errc> generated(Algorithm algorithm, const std::string& answer)
{
    test::FunctionTransport card{[&](ByteView) { return from_hex(answer); }};
    PlainChannel channel{card, {.nc = 2039, .ne = 2048}};
    return test::error_of([&] { return piv::generate_key(channel, Slot::authentication, algorithm); });
}

} // namespace

TEST_CASE("piv generate: EC keys in every slot, [800-73-4] part 2 §3.3.2")
{
    ScriptedTransport card{"> 0047009E 05 AC03800111 00\n< 7F4943 8641 " + point_of(crypto::Curve::p256) +
                           " 9000\n> 0047009C 05 AC03800114 00\n< 7F4963 8661 " + point_of(crypto::Curve::p384) +
                           " 9000"};
    PlainChannel channel{card};
    CHECK(std::get<crypto::Point>(piv::generate_key(channel, Slot::card_authentication, Algorithm::p256)) ==
          crypto::Group{crypto::Curve::p256}.generator());
    CHECK(std::get<crypto::Point>(piv::generate_key(channel, Slot::signature, Algorithm::p384)) ==
          crypto::Group{crypto::Curve::p384}.generator());
}

TEST_CASE("piv generate: RSA keys, modulus and exponent")
{
    for (const test::Vector& vector : test::read_vectors("rsa.vec")) {
        const Bytes modulus = vector.bytes("Modulus");
        const bool longer = modulus.size() == 384;
        const std::string answer =
            (longer ? "7F49820189 81820180" : "7F49820109 81820100") + to_hex(modulus) + "8203010001 9000";
        ScriptedTransport card{"> 0047009D 000005 AC038001" + std::string{longer ? "05" : "07"} + " 0800\n< " + answer};
        PlainChannel channel{card, {.nc = 2039, .ne = 2048}};
        const auto key =
            piv::generate_key(channel, Slot::key_management, longer ? Algorithm::rsa_3072 : Algorithm::rsa_2048);
        CHECK(std::get<crypto::RsaPublicKey>(key).modulus() == modulus);
        CHECK(piv::algorithm_of(key) == (longer ? Algorithm::rsa_3072 : Algorithm::rsa_2048));
    }
}

TEST_CASE("piv generate: refusals, and answers that are no key of the algorithm")
{
    CHECK(generated(Algorithm::p256, "6985") == Errc::access_denied);
    CHECK(generated(Algorithm::p256, "6982") == Errc::access_denied);
    CHECK(generated(Algorithm::p256, "6A80") == Errc::unexpected_status);
    CHECK(generated(Algorithm::p256, "9000") == Errc::malformed_tlv);
    CHECK(generated(Algorithm::p256, "7F4903 8601 04 9000") == Errc::key_rejected);
    CHECK(generated(Algorithm::p256, "7F4963 8661" + point_of(crypto::Curve::p384) + "9000") == Errc::key_rejected);
    const std::string off_curve = "7F4943 8641 04" + std::string(128, '5') + "9000";
    CHECK(generated(Algorithm::p256, off_curve) == Errc::key_rejected);

    const std::string modulus = to_hex(test::read_vectors("rsa.vec").front().bytes("Modulus"));
    const std::string key = "81820100" + modulus;
    CHECK(generated(Algorithm::rsa_2048, "7F49820109" + key + "8203010001 9000") == std::nullopt);
    CHECK(generated(Algorithm::rsa_3072, "7F49820109" + key + "8203010001 9000") == Errc::response_malformed);
    CHECK(generated(Algorithm::rsa_2048, "7F49820104" + key + "9000") == Errc::malformed_tlv);
    CHECK(generated(Algorithm::rsa_2048, "7F49820109" + key + "8203010000 9000") == Errc::key_rejected);
    CHECK(generated(Algorithm::rsa_2048, "7F4982010B" + key + "8203010001 8300 9000") == Errc::malformed_tlv);
    CHECK(
        generated(Algorithm::rsa_2048, "7F4943 8641" + point_of(crypto::Curve::p256) + "9000") == Errc::malformed_tlv);
}

TEST_CASE("piv administration: data objects, PIN and PUK, set and taken away")
{
    ScriptedTransport card{R"(
        > 00DB3FFF 09 5C035FC102 5302 3000
        < 9000
        > 00DB3FFF 05 7E03 4F01AA
        < 9000
        > 00DB3FFF 06 7F6103 020100
        < 9000
        > 0024FF80 08 313131313131FFFF
        < 9000
        > 0024FF81 08 3232323232323232
        < 9000
        > 0024FF80
        < 9000
        > 0024FF81
        < 9000
    )"};
    PlainChannel channel{card};
    piv::put_data(channel, piv::object::chuid, from_hex("3000"));
    piv::put_data(channel, piv::object::discovery, from_hex("4F01AA"));
    piv::put_data(channel, piv::object::biometric_group, from_hex("020100"));
    piv::set_pin(channel, as_bytes("111111"), profile_);
    piv::set_puk(channel, as_bytes("22222222"), profile_);
    piv::clear_pin(channel);
    piv::clear_puk(channel);
}

TEST_CASE("piv administration: refusals")
{
    CHECK(answered_with("6A84", [](Channel& channel) {
        piv::put_data(channel, piv::object::certificate_9a, Bytes(10));
    }) == Errc::unexpected_status);
    CHECK(answered_with("6982", [](Channel& channel) { piv::set_pin(channel, as_bytes("123456"), profile_); }) ==
          Errc::access_denied);
    CHECK(answered_with("6985", [](Channel& channel) { piv::clear_pin(channel); }) == Errc::access_denied);
}
