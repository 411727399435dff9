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

/// Gives its answers one after the other.
class StatusChip : public iso7816::Channel {
public:
    iso7816::Response transmit(const iso7816::Command&) override
    {
        iso7816::Response answer = answers.at(0);
        answers.erase(answers.begin());
        return answer;
    }

    iso7816::Limits limits() const override { return {}; }

    std::vector<iso7816::Response> answers;
};

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

TEST_CASE("chip_authentication: each truncation, trailing byte and wrong tag of the answer is refused")
{
    for (const char* wrong : {"7C 9000", "7C0000 9000", "7C0100 9000", "7C8000 9000", "7D00 9000", "3C00 9000",
             "7C028100 9000", "7C024000 9000", "7C007C00 9000", "00 9000"})
        CHECK(outcome_with("9000", wrong) == Errc::response_malformed);
}

TEST_CASE("chip_authentication: MSE:Set AT takes 9000 and no other of the 65,536 status words")
{
    StatusChip chip;
    unsigned passed = 0;
    for (unsigned value = 0; value <= 0xFFFF; ++value) {
        chip.answers = {{{}, StatusWord{static_cast<std::uint16_t>(value)}}};
        test::FixedRandom none{{}}; // no key is made before the card has agreed
        try {
            chip::authenticate(chip, {aes_128, 1, some_key(), 16}, none);
        } catch (const Error& error) {
            CHECK_EQ(error.status_word().has_value(), true);
        } catch (const std::runtime_error&) {
            ++passed;
            CHECK(value == 0x9000);
        }
    }
    CHECK(passed == 1);
}

TEST_CASE("chip_authentication: GENERAL AUTHENTICATE takes 9000 with an empty template and no other status word")
{
    // Each run makes a key, so not all 65,536 here: every SW1 with the SW2 that mean something.
    StatusChip chip;
    for (unsigned sw1 = 0; sw1 <= 0xFF; ++sw1) {
        for (const unsigned sw2 : {0x00U, 0x01U, 0x82U, 0xC0U}) {
            const StatusWord status{static_cast<std::uint16_t>(sw1 << 8 | sw2)};
            chip.answers = {{{}, iso7816::sw::ok}, {from_hex("7C00"), status}};
            const auto code = test::error_of([&] {
                return chip::authenticate(chip, {aes_128, 1, some_key(), 16}, crypto::system_random());
            });
            CHECK(code.has_value() == (status != iso7816::sw::ok));
        }
    }
}

TEST_CASE("chip_authentication: session keys of every size from a secret that keeps its leading zeros")
{
    for (const crypto::Curve curve : {crypto::Curve::p256, crypto::Curve::p384, crypto::Curve::brainpool_p256r1}) {
        CAPTURE(crypto::curve_name(curve));
        const crypto::Group group{curve};
        const crypto::Point pk_ic = group.generate(crypto::system_random()).public_key();
        // d * PK_IC for d = 1, 2, ... until its first byte is zero
        std::uint64_t d = 1;
        for (crypto::Point k = pk_ic; k.x()[0] != 0x00; ++d)
            k = crypto::add(k, pk_ic);
        const Bytes private_key = big_endian(d, crypto::field_size(curve));
        const SecureBytes k = crypto::shared_secret(group.key_pair(private_key), pk_ic);
        REQUIRE(k[0] == 0x00);
        CHECK(k.size() == crypto::field_size(curve));

        for (const std::size_t key_size : {std::size_t{16}, std::size_t{24}, std::size_t{32}}) {
            StatusChip chip;
            chip.answers = {{{}, iso7816::sw::ok}, {from_hex("7C00"), iso7816::sw::ok}};
            test::FixedRandom random{private_key};
            const crypto::SessionKeys keys = chip::authenticate(chip, {aes_128, 1, pk_ic, key_size}, random);
            CHECK(ct_equal(keys.k_enc, crypto::derive_key(k, crypto::KeyUse::encryption, key_size)));
            CHECK(ct_equal(keys.k_mac, crypto::derive_key(k, crypto::KeyUse::authentication, key_size)));
        }
    }
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
