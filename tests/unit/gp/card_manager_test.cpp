// SPDX-License-Identifier: Apache-2.0
#include "card/gp/card_manager.hpp"

#include "support/script_of.hpp"
#include "support/scripted_transport.hpp"
#include "support/throws.hpp"
#include "unit/gp/scp03_card.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/cipher.hpp"
#include "card/gp/store_data.hpp"
#include "card/iso7816/plain_channel.hpp"

#include <doctest/doctest.h>

using namespace card;
using gp::LifeCycle;
using iso7816::Command;
using iso7816::Response;

namespace {

gp::KeySet key_set(std::uint8_t first)
{
    const auto key = [&](int offset) { return SecureBytes{Bytes(16, static_cast<std::uint8_t>(first + offset))}; };
    return {key(0), key(1), key(2)};
}

const iso7816::Aid& security_domain()
{
    static const iso7816::Aid aid{from_hex("A000000151000000")};
    return aid;
}

/// Opens a session at level 33 with a card that answers so, and runs `body` in it; what the card received comes back.
std::vector<Command> in_session(const Response& answer, const std::function<void(gp::Scp03Channel&)>& body)
{
    std::vector<Command> received;
    test::Scp03Card card{key_set(0x40), [&](const Command& command) {
                             received.push_back(command);
                             return answer;
                         }};
    gp::Scp03Channel channel = gp::open(card, key_set(0x40), gp::SecurityLevel::all, crypto::system_random());
    body(channel);
    return received;
}

Response ok(std::string_view data)
{
    return {from_hex(data), iso7816::sw::ok};
}

std::string check_values(const gp::KeySet& keys)
{
    return to_hex(
        concat({gp::key_check_value(keys.enc), gp::key_check_value(keys.mac), gp::key_check_value(keys.dek)}));
}

} // namespace

TEST_CASE("card_manager: PUT KEY carries three keys under Key-DEK with their check values")
{
    const gp::KeySet fresh = key_set(0x60);
    const auto received = in_session(ok("31" + check_values(fresh)),
        [&](gp::Scp03Channel& card) { gp::put_key(card, gp::Kvn{0x30}, gp::Kvn{0x31}, fresh); });
    REQUIRE(received.size() == 1);
    CHECK(received[0].cla == 0x84);
    CHECK(received[0].ins == iso7816::Ins::put_key);
    CHECK(received[0].p1 == 0x30);
    CHECK(received[0].p2 == 0x81);

    const auto field = [](const SecureBytes& key) {
        return "881110" + to_hex(crypto::aes_cbc_encrypt(key_set(0x40).dek, Bytes(16), key)) + "03" +
               to_hex(gp::key_check_value(key));
    };
    CHECK(to_hex(received[0].data) == "31" + field(fresh.enc) + field(fresh.mac) + field(fresh.dek));
}

TEST_CASE("card_manager: PUT KEY of AES-192 and AES-256, one key set for another size")
{
    for (const std::size_t size : {std::size_t{24}, std::size_t{32}}) {
        CAPTURE(size);
        const auto key = [&](std::uint8_t fill) { return SecureBytes{Bytes(size, fill)}; };
        const gp::KeySet fresh{key(0x61), key(0x62), key(0x63)};
        const auto received = in_session(ok("31" + check_values(fresh)),
            [&](gp::Scp03Channel& card) { gp::put_key(card, gp::Kvn{0x30}, gp::Kvn{0x31}, fresh); });
        REQUIRE(received.size() == 1);
        ByteView rest = received[0].data;
        CHECK(rest[0] == 0x31);
        rest = rest.subspan(1);
        for (const SecureBytes* expected : {&fresh.enc, &fresh.mac, &fresh.dek}) {
            CHECK(to_hex(rest.first(3)) == (size == 24 ? "882118" : "882120")); // 33 bytes: the length and two blocks
            const SecureBytes plain = crypto::aes_cbc_decrypt(key_set(0x40).dek, Bytes(16), rest.subspan(3, 32));
            CHECK(ct_equal(plain.view().first(size), *expected));
            CHECK(to_hex(rest.subspan(35, 4)) == "03" + to_hex(gp::key_check_value(*expected)));
            rest = rest.subspan(39);
        }
        CHECK(rest.empty());
    }
}

TEST_CASE("card_manager: other check values, a short or a long answer mean other keys were stored")
{
    const gp::KeySet fresh = key_set(0x60);
    const std::string good = "31" + check_values(fresh);
    const auto outcome = [&](const Response& answer) {
        return test::error_of([&] {
            in_session(answer, [&](gp::Scp03Channel& card) { gp::put_key(card, gp::Kvn{0x30}, gp::Kvn{0x31}, fresh); });
        });
    };
    CHECK(outcome(ok(good)) == std::nullopt);
    for (std::size_t size = 0; size < good.size(); size += 2)
        CHECK(outcome(ok(std::string_view{good}.substr(0, size))) == Errc::key_check_failed);
    CHECK(outcome(ok(good + "00")) == Errc::key_check_failed);
    CHECK(outcome(ok("30" + good.substr(2))) == Errc::key_check_failed);
    CHECK(outcome(ok("31" + check_values(key_set(0x61)))) == Errc::key_check_failed);
    CHECK(outcome({{}, iso7816::sw::security_status_not_satisfied}) == Errc::access_denied);
    CHECK(outcome({{}, iso7816::sw::wrong_data}) == Errc::unexpected_status);
}

TEST_CASE("card_manager: DELETE of an application")
{
    const iso7816::Aid application{from_hex("A00000030800001000 0100")};
    const auto delete_it = [&](gp::Scp03Channel& card) { gp::delete_application(card, application); };
    const auto received = in_session({{}, iso7816::sw::ok}, delete_it);
    REQUIRE(received.size() == 1);
    CHECK(received[0].ins == iso7816::Ins::delete_object);
    CHECK(received[0].p1 == 0x00);
    CHECK(received[0].p2 == 0x00);
    CHECK(to_hex(received[0].data) == "4f0ba000000308000010000100");

    CHECK(test::error_of([&] {
        in_session({{}, iso7816::sw::reference_not_found}, delete_it);
    }) == Errc::file_not_found);
    CHECK(test::error_of([&] { in_session({{}, iso7816::sw::conditions_not_satisfied}, delete_it); }));
}

TEST_CASE("card_manager: SET STATUS of the card")
{
    const auto received = in_session({{}, iso7816::sw::ok},
        [&](gp::Scp03Channel& card) { gp::set_status(card, security_domain(), LifeCycle::secured); });
    REQUIRE(received.size() == 1);
    CHECK(received[0].ins == iso7816::Ins::set_status);
    CHECK(received[0].p1 == 0x80);
    CHECK(received[0].p2 == 0x0F);
    CHECK(to_hex(received[0].data) == "a000000151000000");

    CHECK(test::error_of([&] {
        in_session({{}, iso7816::sw::wrong_data},
            [&](gp::Scp03Channel& card) { gp::set_status(card, security_domain(), LifeCycle::initialized); });
    }) == Errc::unexpected_status);
}

TEST_CASE("card_manager: GET STATUS tells the card's state")
{
    const auto received = in_session(ok("E313 4F08A000000151000000 9F70010F C5039EFE80"),
        [&](gp::Scp03Channel& card) { CHECK(gp::get_status(card, security_domain()) == LifeCycle::secured); });
    REQUIRE(received.size() == 1);
    CHECK(received[0].ins == iso7816::Ins::get_status);
    CHECK(received[0].p1 == 0x80);
    CHECK(received[0].p2 == 0x02);
    CHECK(to_hex(received[0].data) == "4f00");
}

TEST_CASE("card_manager: a GET STATUS answer that breaks its format is refused")
{
    const Bytes good = from_hex("E313 4F08A000000151000000 9F700107 C5039EFE80");
    const auto outcome = [](const Bytes& data) {
        CAPTURE(to_hex(data));
        return test::error_of([&] { return gp::decode_status(data, security_domain()); });
    };
    CHECK(gp::decode_status(from_hex("E30E 4F08A000000151000000 9F700101"), security_domain()) == LifeCycle::op_ready);
    CHECK(gp::decode_status(from_hex("E30E 9F700107 4F08A000000151000000"), security_domain()) ==
          LifeCycle::initialized); // any order
    const Bytes whole = from_hex("E313 4F08A000000151000000 9F700107 C5039EFE80");
    for (std::size_t size = 0; size < whole.size(); ++size)
        CHECK(outcome({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)}) == Errc::response_malformed);
    CHECK(outcome(concat({good, Bytes{0x00}})) == Errc::response_malformed);
    for (const char* wrong : {
             "E20E 4F08A000000151000000 9F700101",   // wrong tag
             "E30E 4F08A000000151000001 9F700101",   // another security domain
             "E30A 4F08A000000151000000",            // no state
             "E304 9F700101",                        // no AID
             "E30E 4F08A000000151000000 9F700102",   // an unknown state
             "E30F 4F08A000000151000000 9F70020101", // a state of two bytes
         })
        CHECK(outcome(from_hex(wrong)) == Errc::response_malformed);
}

TEST_CASE("card_manager: key information without a session")
{
    test::ScriptedTransport transport{
        test::script_of({{"80CA00E000", "E012 C00401308810 C00402308810 C00403308810 9000"}})};
    iso7816::PlainChannel channel{transport};
    const std::vector<gp::KeyInformation> keys = gp::key_information(channel);
    REQUIRE(keys.size() == 3);
    CHECK(keys[2] == gp::KeyInformation{.id = 3, .kvn = gp::Kvn{0x30}, .type = 0x88, .size = 16});
}

TEST_CASE("card_manager: the state that SELECT tells, if it tells one")
{
    const auto told = [](const char* answer) { return gp::life_cycle_told(from_hex(answer)); };
    CHECK(told("6F10 8408A000000151000000 A5049F70010F") == LifeCycle::secured);
    CHECK(told("6F13 8408A000000151000000 A5079F6500 9F700101") == LifeCycle::op_ready);
    CHECK(told("6F0A 8408A000000151000000") == std::nullopt);
    CHECK(told("6F0E 8408A000000151000000 A502 8100") == std::nullopt);
    for (const char* wrong :
        {"", "6F", "6F10 8408A000000151000000 A5049F700102", "6F10 8408A000000151000000 A5049F700101 00",
            "6F0F 8408A000000151000000 A5039F7000", "6F11 8408A000000151000000 A5059F70020101", "610400000000"}) {
        CAPTURE(wrong);
        CHECK(test::error_of([&] { told(wrong); }) == Errc::response_malformed);
    }
}

TEST_CASE("card_manager: key information that breaks its format is refused")
{
    const Bytes good = from_hex("E00C C00401308810 C00402308810");
    const auto outcome = [](const Bytes& data) {
        return test::error_of([&] { return gp::decode_key_information(data); });
    };
    CHECK(outcome(good) == std::nullopt);
    CHECK(outcome(from_hex("E000")) == std::nullopt);
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK(outcome({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)}) == Errc::response_malformed);
    for (const char* wrong : {"E00CC00401308810C0040230881000", "E106C00401308810", "E006C10401308810",
             "E005C003013088", "E008C0060130881088FF"}) {
        CAPTURE(wrong);
        CHECK(outcome(from_hex(wrong)) == Errc::response_malformed);
    }
}

TEST_CASE("card_manager: a sensitive data group travels under Key-DEK inside the session")
{
    const auto received = in_session({{}, iso7816::sw::ok},
        [&](gp::Scp03Channel& card) { gp::store_sensitive_data(card, gp::Dgi{0x9010}, as_bytes("123456")); });
    REQUIRE(received.size() == 1);
    CHECK(received[0].p1 == 0xE8);
    const Bytes expected = crypto::aes_cbc_encrypt(key_set(0x40).dek, Bytes(16), crypto::pad80(as_bytes("123456")));
    CHECK(to_hex(received[0].data) == "901010" + to_hex(expected));
}

TEST_CASE("scp03: more data than asked for is refused, but a short Le of zero asks for all")
{
    const auto outcome = [](std::size_t ne) {
        return test::error_of([&] {
            in_session({Bytes(300), iso7816::sw::ok},
                [&](gp::Scp03Channel& card) { card.transmit({.ins = iso7816::Ins::get_data_piv, .ne = ne}); });
        });
    };
    CHECK(outcome(0) == Errc::response_too_long);
    CHECK(outcome(255) == Errc::response_too_long);
    CHECK(outcome(256) == std::nullopt);
    CHECK(outcome(299) == Errc::response_too_long);
    CHECK(outcome(300) == std::nullopt);
}
