// SPDX-License-Identifier: Apache-2.0
#include "card/piv/management.hpp"

#include "card/iso7816/trace.hpp"
#include "card/piv/administration.hpp"

#include "answered_with.hpp"
#include "support/every_status_word.hpp"
#include "support/fixed_random.hpp"
#include "support/scripted_transport.hpp"
#include "support/vectors.hpp"

#include <doctest/doctest.h>

using namespace card;
using iso7816::PlainChannel;
using piv::ManagementAlgorithm;
using test::ScriptedTransport;

namespace {

ManagementAlgorithm algorithm_of(const test::Vector& vector)
{
    return ManagementAlgorithm{vector.bytes("Algorithm").at(0)};
}

std::string object(const std::string& tag, const Bytes& value)
{
    return tag + to_hex(big_endian(value.size(), 1)) + to_hex(value);
}

std::string template_of(const std::string& content)
{
    return "7C" + to_hex(big_endian(content.size() / 2, 1)) + content;
}

std::string command_of(const test::Vector& vector, const std::string& content)
{
    const std::string data = template_of(content);
    return "> 0087" + vector.text("Algorithm") + "9B" + to_hex(big_endian(data.size() / 2, 1)) + data + "00\n";
}

/// The whole exchange of a vector, with this instead of the card's second answer.
std::string exchange_of(const test::Vector& vector, const std::string& last_answer)
{
    return command_of(vector, "8000") + "< " + template_of(object("80", vector.bytes("EncryptedWitness"))) + "9000\n" +
           command_of(vector, object("80", vector.bytes("Witness")) + object("81", vector.bytes("Challenge"))) + "< " +
           last_answer + "\n";
}

std::optional<Errc> authenticated(const test::Vector& vector, const std::string& script)
{
    ScriptedTransport card{script};
    PlainChannel channel{card};
    test::FixedRandom random{vector.bytes("Challenge")};
    return test::error_of([&] {
        piv::authenticate(channel, algorithm_of(vector), vector.bytes("Key"), random);
        return 0;
    });
}

const std::vector<test::Vector>& vectors()
{
    static const std::vector<test::Vector> all = test::read_vectors("management_key.vec");
    return all;
}

} // namespace

TEST_CASE("piv management key: mutual authentication with published blocks, [800-73-4] part 2 App. A.1")
{
    REQUIRE(vectors().size() == 4);
    for (const test::Vector& vector : vectors()) {
        CAPTURE(vector.source);
        const std::string response = template_of(object("82", vector.bytes("Response"))) + "9000";
        CHECK(authenticated(vector, exchange_of(vector, response)) == std::nullopt);
    }
}

TEST_CASE("piv management key: a card with another key, or that refuses ours")
{
    for (const test::Vector& vector : vectors()) {
        CAPTURE(vector.source);
        const auto answered = [&](const std::string& last) { return authenticated(vector, exchange_of(vector, last)); };
        Bytes wrong = vector.bytes("Response");
        wrong.back() ^= 1;
        CHECK(answered(template_of(object("82", wrong)) + "9000") == Errc::scp_cryptogram_wrong);
        CHECK(answered(template_of(object("82", vector.bytes("Challenge"))) + "9000") == Errc::scp_cryptogram_wrong);
        CHECK(answered("6982") == Errc::scp_cryptogram_wrong); // YubiKey
        CHECK(answered("6A80") == Errc::scp_cryptogram_wrong); // PivApplet
        CHECK(answered("63C2") == Errc::scp_cryptogram_wrong);
        CHECK(answered("6985") == Errc::access_denied);
        CHECK(answered("6A86") == Errc::unexpected_status);
    }
}

TEST_CASE("piv management key: answers that are no blocks")
{
    const test::Vector& vector = vectors().front();
    const auto answered = [&](const std::string& last) { return authenticated(vector, exchange_of(vector, last)); };
    const std::string good = to_hex(vector.bytes("Response"));
    CHECK(answered("9000") == Errc::malformed_tlv);
    CHECK(answered("7C00 9000") == Errc::malformed_tlv);
    CHECK(answered("7C0A 8108" + good + "9000") == Errc::malformed_tlv);
    CHECK(answered("7C0B 8208" + good + "00 9000") == Errc::malformed_tlv);
    CHECK(answered("7C0A 8208" + good + "00 9000") == Errc::malformed_tlv);
    CHECK(answered("7C09 8207" + good.substr(2) + "9000") == Errc::response_malformed);
    CHECK(answered("7C0B 8209" + good + "00 9000") == Errc::response_malformed);

    const auto witness = [&](const std::string& answer) {
        return authenticated(vector, command_of(vector, "8000") + "< " + answer);
    };
    CHECK(witness("9000") == Errc::malformed_tlv);
    CHECK(witness("7C0A 8108 0102030405060708 9000") == Errc::malformed_tlv);
    CHECK(witness("7C09 8007 01020304050607 9000") == Errc::response_malformed);
    CHECK(witness("7C12 8010" + good + good + "9000") == Errc::response_malformed);
    CHECK(witness("6A86") == Errc::unexpected_status); // the key is of another algorithm
    CHECK(witness("6A88") == Errc::unexpected_status);
    CHECK(witness("6982") == Errc::access_denied);
}

TEST_CASE("piv management key: every status word to the proof is an error but 9000")
{
    const test::Vector& vector = vectors().front();
    const auto refuses = [&](unsigned status) {
        bool asked = false;
        test::FunctionTransport card{[&](ByteView) {
            if (std::exchange(asked, true))
                return test::status_bytes(status);
            return from_hex(template_of(object("80", vector.bytes("EncryptedWitness"))) + "9000");
        }};
        PlainChannel channel{card};
        test::FixedRandom random{vector.bytes("Challenge")};
        return test::error_of([&] {
            piv::authenticate(channel, ManagementAlgorithm::tdes, vector.bytes("Key"), random);
            return 0;
        }).has_value();
    };
    CHECK(test::failing_status_words([&](unsigned status) { return test::more_data(status) || refuses(status); }) ==
          test::no_status_word);
}

TEST_CASE("piv management key: keys of another size are never used")
{
    for (const auto algorithm : {ManagementAlgorithm::tdes, ManagementAlgorithm::aes128, ManagementAlgorithm::aes192,
             ManagementAlgorithm::aes256}) {
        for (const std::size_t size : {0U, 8U, 16U, 23U, 24U, 25U, 32U, 33U}) {
            if (size == piv::key_size(algorithm))
                continue;
            ScriptedTransport card{""};
            PlainChannel channel{card};
            test::FixedRandom random{Bytes(16)};
            CHECK(test::error_of([&] {
                piv::authenticate(channel, algorithm, Bytes(size), random);
                return 0;
            }) == Errc::crypto_failed);
            CHECK(test::error_of([&] {
                piv::set_management_key(channel, algorithm, Bytes(size));
                return 0;
            }) == Errc::crypto_failed);
        }
    }
}

TEST_CASE("piv management key: objects and keys on the same channel, a new management key last")
{
    ScriptedTransport card{R"(
        > 00DB3FFF 09 5C035FC102 5302 3000
        < 9000
        > 00470082 05 AC03800111 00
        < 6982
        > 00FFFFFF 13 089B10 2b7e151628aed2a6abf7158809cf4f3c
        < 9000
        > 00FFFFFF 1B 039B18 0123456789ABCDEF23456789ABCDEF01456789ABCDEF0123
        < 6982
    )"};
    PlainChannel channel{card};
    piv::put_data(channel, piv::object::chuid, from_hex("3000"));
    CHECK(test::error_of([&] { return piv::generate_key(channel, piv::Slot::retired_1, piv::Algorithm::p256); }) ==
          Errc::access_denied);
    piv::set_management_key(channel, ManagementAlgorithm::aes128, vectors().at(1).bytes("Key"));
    CHECK(test::error_of([&] {
        piv::set_management_key(channel, ManagementAlgorithm::tdes, vectors().at(0).bytes("Key"));
        return 0;
    }) == Errc::access_denied);
}

TEST_CASE("piv management key: a trace shows neither the key nor the decrypted witness")
{
    const test::Vector& vector = vectors().at(1);
    ScriptedTransport card{exchange_of(vector, template_of(object("82", vector.bytes("Response"))) + "9000") +
                           "> 00FFFFFF 13 089B10" + vector.text("Key") + "\n< 9000"};
    std::string lines;
    iso7816::TracingTransport trace{card, [&](std::string_view line) { lines += std::string{line} + '\n'; }};
    PlainChannel channel{trace};
    test::FixedRandom random{vector.bytes("Challenge")};
    piv::authenticate(channel, ManagementAlgorithm::aes128, vector.bytes("Key"), random);
    piv::set_management_key(channel, ManagementAlgorithm::aes128, vector.bytes("Key"));
    CHECK(lines == "> 00 87 08 9B (6 bytes)\n< (20 bytes) 9000\n> 00 87 08 9B (40 bytes)\n< (20 bytes) 9000\n"
                   "> 00 FF FF FF (20 bytes)\n< (0 bytes) 9000\n");
}
