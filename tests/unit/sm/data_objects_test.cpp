// SPDX-License-Identifier: Apache-2.0
#include "card/sm/data_objects.hpp"

#include "support/throws.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/cipher.hpp"
#include "card/crypto/mac.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/sm/secure_channel.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include <doctest/doctest.h>

using namespace card;
using iso7816::Command;
using iso7816::Ins;
using iso7816::Response;

namespace {

/// The session keys of [9303-11] App. G.1.
crypto::SessionKeys keys()
{
    return {SecureBytes{from_hex("F5F0E35C0D7161EE6724EE513A0D9A7F")},
        SecureBytes{from_hex("FE251C7858B356B24514B3BD5F4297D1")}};
}

/// The card's side, for round trips: protects an answer in the counter's present state.
Response protected_answer(const sm::Suite& suite, ByteView data, StatusWord status, bool odd = false)
{
    Bytes objects;
    if (!data.empty()) {
        const Bytes cryptogram = suite.encrypt(data);
        objects = odd ? tlv::encode(tlv::Tag{0x85}, cryptogram)
                      : tlv::encode(tlv::Tag{0x87}, concat({Bytes{0x01}, cryptogram}));
    }
    append(objects, tlv::encode(tlv::Tag{0x99}, big_endian(status.value, 2)));
    append(objects, tlv::encode(tlv::Tag{0x8E}, suite.mac(crypto::pad80(objects))));
    return {objects, status};
}

} // namespace

TEST_CASE("data_objects: DO 97 has one byte up to 256 and two above")
{
    const auto object = [](std::size_t ne) {
        sm::Suite suite{keys(), {}};
        const Bytes data = sm::protect(suite, {.ins = Ins::read_binary, .ne = ne}).data;
        return to_hex(ByteView{data}.first(data.size() - 10));
    };
    CHECK(object(0) == "");
    CHECK(object(4) == "970104");
    CHECK(object(256) == "970100");
    CHECK(object(257) == "97020101");
    CHECK(object(65'536) == "97020000");
}

TEST_CASE("data_objects: a command without data or Le has the header alone under its MAC")
{
    sm::Suite suite{keys(), {}};
    const Command command = sm::protect(suite, {.ins = Ins::read_binary, .p1 = 0x9E});
    CHECK(command.cla == 0x0C);
    Bytes ssc(16);
    ssc.back() = 1;
    const Bytes mac = crypto::aes_cmac(keys().k_mac, {ssc, from_hex("0CB09E00800000000000000000000000")});
    CHECK(to_hex(command.data) == "8e08" + to_hex(ByteView{mac}.first(8)));
    CHECK(command.ne == 256);
}

TEST_CASE("data_objects: odd instructions use DO 85 without indicator, chained ones keep their bit")
{
    sm::Suite suite{keys(), {}};
    const Command odd = sm::protect(suite, {.cla = 0x10, .ins = Ins::put_data_piv, .data = Bytes(3)});
    CHECK(odd.cla == 0x1C);
    CHECK(to_hex(ByteView{odd.data}.first(2)) == "8510");

    sm::Suite card{keys(), {}};
    card.next();
    card.next();
    const Response answer = protected_answer(card, from_hex("0102"), iso7816::sw::ok, true);
    CHECK(to_hex(sm::unprotect(suite, odd, answer).data()) == "0102");
}

TEST_CASE("data_objects: an answer of every size around the block and length limits comes back whole")
{
    const Command command{.ins = Ins::read_binary, .ne = 65'536};
    for (const std::size_t size :
        {1U, 15U, 16U, 17U, 111U, 112U, 127U, 128U, 239U, 240U, 254U, 255U, 256U, 1000U, 32'000U, 65'000U}) {
        CAPTURE(size);
        sm::Suite suite{keys(), {}};
        static_cast<void>(sm::protect(suite, command));
        sm::Suite card{keys(), {}};
        card.next();
        card.next();
        const Bytes data(size, 0x5A);
        CHECK(sm::unprotect(suite, command, protected_answer(card, data, iso7816::sw::ok)).data() == data);
    }
}

TEST_CASE("data_objects: plain_capacity is what fits, and one byte more does not")
{
    const auto protected_size = [](std::size_t plain, std::size_t ne) {
        sm::Suite suite{keys(), {}};
        return sm::protect(suite, {.ins = Ins::put_data_piv, .data = Bytes(plain), .ne = ne}).data.size();
    };
    const auto answer_size = [](std::size_t plain) {
        sm::Suite suite{keys(), {}};
        return protected_answer(suite, Bytes(plain), iso7816::sw::ok).data().size();
    };
    for (std::size_t size = 33; size < 600; ++size) {
        CAPTURE(size);
        const std::size_t plain = sm::plain_capacity(size);
        CHECK(answer_size(plain) <= size);
        CHECK(answer_size(plain + 1) > size);
        CHECK(protected_size(plain, 65'536) <= size);
    }
    CHECK(sm::plain_capacity(255) == 223);
    CHECK(sm::plain_capacity(256) == 223);
    CHECK(sm::plain_capacity(32) == 0);
    CHECK(sm::plain_capacity(0) == 0);
    for (const std::size_t size : {2'046UL, 32'766UL, 65'535UL, 65'536UL, 65'600UL, 70'000UL}) {
        CAPTURE(size);
        CHECK(answer_size(sm::plain_capacity(size)) <= size);
        CHECK(answer_size(sm::plain_capacity(size) + 1) > size);
    }
}

namespace {

/// A card's buffers without a card.
class Buffers : public iso7816::Channel {
public:
    explicit Buffers(iso7816::Limits limits) : limits_{limits} {}

    Response transmit(const Command& command) override
    {
        sent = command;
        throw Error{Errc::card_removed, "nothing answers"};
    }

    iso7816::Limits limits() const override { return limits_; }

    Command sent;

private:
    iso7816::Limits limits_;
};

} // namespace

TEST_CASE("data_objects: limits follow the channel below, and so does the outer Le")
{
    const auto outer_ne = [](iso7816::Limits limits, std::size_t ne) {
        Buffers buffers{limits};
        sm::SecureChannel channel{buffers, keys()};
        CHECK(channel.limits().nc == sm::plain_capacity(limits.nc));
        CHECK(channel.limits().ne == sm::plain_capacity(limits.ne));
        CHECK(test::error_of([&] { return channel.transmit({.ins = Ins::read_binary, .ne = ne}); }) ==
              Errc::card_removed);
        return buffers.sent.ne;
    };
    const iso7816::Limits small{};
    const iso7816::Limits large{.nc = 2'000, .ne = 32'766};
    CHECK(outer_ne(small, 223) == 256);
    CHECK(outer_ne(small, 256) == 256);
    CHECK(outer_ne(large, 0) == 256);
    CHECK(outer_ne(large, 223) == 256);
    CHECK(outer_ne(large, 224) == 65'536);

    Buffers buffers{small};
    sm::SecureChannel channel{buffers, keys()};
    CHECK(test::error_of([&] { return channel.transmit({.ins = Ins::put_data_piv, .data = Bytes(224)}); }) ==
          Errc::data_too_long);
    CHECK(channel.is_open()); // nothing was sent
}

TEST_CASE("data_objects: more data than asked for is refused, but a short Le of zero asks for all")
{
    class Generous : public iso7816::Channel {
    public:
        Response transmit(const Command&) override
        {
            sm::Suite suite{keys(), {}};
            suite.next();
            suite.next();
            return protected_answer(suite, Bytes(300), iso7816::sw::ok, true);
        }

        iso7816::Limits limits() const override { return {}; }
    };

    const auto outcome = [](std::size_t ne) {
        Generous below;
        sm::SecureChannel channel{below, keys()};
        return test::error_of([&] { return channel.transmit({.ins = Ins::get_data_piv, .ne = ne}); });
    };
    CHECK(outcome(0) == Errc::response_too_long);
    CHECK(outcome(255) == Errc::response_too_long);
    CHECK(outcome(256) == std::nullopt);
    CHECK(outcome(299) == Errc::response_too_long);
    CHECK(outcome(300) == std::nullopt);
}
