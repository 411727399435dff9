// SPDX-License-Identifier: Apache-2.0
#include "card/auth/chip_authentication.hpp"

#include "support/fixed_random.hpp"
#include "support/script_of.hpp"
#include "support/scripted_transport.hpp"
#include "support/throws.hpp"

#include "card/base/hex.hpp"
#include "card/iso7816/plain_channel.hpp"

#include <doctest/doctest.h>

using namespace card;
namespace chip = auth::chip;

namespace {

const tlv::Oid aes_128{"0.4.0.127.0.7.2.2.3.2.2"};

crypto::Point some_key()
{
    return crypto::Group{crypto::Curve::p256}.generator();
}

/// The outcome of Chip Authentication in plain when the card answers so.
std::optional<Errc> outcome_with(const std::string& to_mse, const std::string& to_authenticate)
{
    CAPTURE(to_mse);
    CAPTURE(to_authenticate);
    const Bytes private_key = big_endian(1, 32); // so the public key is the generator
    std::string script = test::script_of({{"0022 41A4 0F 800A04007F00070202030202 840101", to_mse}});
    if (!to_authenticate.empty())
        script += test::script_of({{"00860000 45 7C43 8041" + to_hex(some_key().encode()) + "00", to_authenticate}});
    test::ScriptedTransport card{script};
    iso7816::PlainChannel channel{card};
    test::FixedRandom random{private_key};
    const chip::Parameters parameters{aes_128, 1, some_key(), 16};
    return test::error_of([&] { return chip::authenticate(channel, parameters, random); });
}

} // namespace

TEST_CASE("chip_authentication: the session keys of recorded passports, gmrtd chipauth/chip_auth_test.go")
{
    for (const test::Vector& vector : test::read_vectors("chip_authentication.vec")) {
        const auto parameters = chip::choose(lds::decode_dg14(vector.bytes("Dg14")));
        REQUIRE(parameters);
        CHECK(parameters->protocol == chip::ecdh_aes_128());
        const crypto::Group group{parameters->public_key.curve()};
        const crypto::KeyPair ifd = group.key_pair(vector.bytes("PrivateIfd"));
        CHECK(to_hex(ifd.public_key().encode()) == to_hex(vector.bytes("PublicIfd")));
        CHECK(to_hex(crypto::shared_secret(ifd, parameters->public_key)) == to_hex(vector.bytes("Shared")));
    }
}

TEST_CASE("chip_authentication: the key that belongs to the protocol")
{
    lds::SecurityInfos dg14;
    CHECK_FALSE(chip::choose(dg14));

    dg14.chip_authentication = {{.oid = aes_128, .version = 1, .key_id = 2}};
    CHECK_FALSE(chip::choose(dg14)); // no key

    dg14.chip_authentication_keys = {{.key = some_key(), .key_id = 1}};
    CHECK_FALSE(chip::choose(dg14)); // another key

    dg14.chip_authentication_keys.push_back({.key = some_key(), .key_id = 2});
    CHECK(chip::choose(dg14)->key_id == 2U);

    dg14.chip_authentication_keys = {{.key = some_key(), .key_id = std::nullopt}};
    CHECK(chip::choose(dg14)->key_id == std::nullopt); // one key, without a number

    dg14.chip_authentication[0].version = 2;
    CHECK_FALSE(chip::choose(dg14));
    dg14.chip_authentication[0] = {.oid = tlv::Oid{"0.4.0.127.0.7.2.2.3.2.1"}, .version = 1, .key_id = std::nullopt};
    CHECK_FALSE(chip::choose(dg14)); // 3DES
    dg14.chip_authentication[0].oid = tlv::Oid{"0.4.0.127.0.7.2.2.3.2.4"};
    CHECK(chip::choose(dg14)->key_size == 32);
}

TEST_CASE("chip_authentication: answers that are not foreseen")
{
    CHECK(outcome_with("9000", "7C00 9000") == std::nullopt);
    CHECK(outcome_with("6A80", "") == Errc::unexpected_status);
    CHECK(outcome_with("6A88", "") == Errc::unexpected_status);
    CHECK(outcome_with("6982", "") == Errc::access_denied);
    CHECK(outcome_with("9000", "6300") == Errc::unexpected_status);
    CHECK(outcome_with("9000", "6A80") == Errc::unexpected_status);
    for (const char* wrong : {"9000", "7C 9000", "7C0000 9000", "7C8100 9000", "7D00 9000", "7C028000 9000"})
        CHECK(outcome_with("9000", wrong) == Errc::response_malformed);
}

TEST_CASE("chip_authentication: a key number goes in the fewest bytes")
{
    const auto sent_for = [](std::optional<unsigned> key_id, const std::string& data) {
        test::ScriptedTransport card{test::script_of({{"002241A4" + data, "6A80"}})};
        iso7816::PlainChannel channel{card};
        const chip::Parameters parameters{aes_128, key_id, some_key(), 16};
        return test::error_of([&] { return chip::authenticate(channel, parameters, crypto::system_random()); });
    };
    CHECK(sent_for(std::nullopt, "0C 800A04007F00070202030202") == Errc::unexpected_status);
    CHECK(sent_for(0, "0F 800A04007F00070202030202 840100") == Errc::unexpected_status);
    CHECK(sent_for(0xC3, "0F 800A04007F00070202030202 8401C3") == Errc::unexpected_status);
    CHECK(sent_for(0x0100, "10 800A04007F00070202030202 84020100") == Errc::unexpected_status);
}
