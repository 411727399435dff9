// SPDX-License-Identifier: Apache-2.0
#include "channels.hpp"

#include "aes.hpp"
#include "kdf.hpp"
#include "tlv.hpp"

#include <doctest/doctest.h>

using namespace refcard_test;

namespace {

const Bytes isd = hex("A000000151000000");

struct ManagedCard : TestCard {
    ManagedCard() { REQUIRE(send(select_isd).sw == Sw::ok); }
};

} // namespace

TEST_CASE("[MGT-1] selection of the issuer security domain")
{
    TestCard card;
    CHECK(card.send(select_isd).data_hex() == "6F108408A000000151000000A5049F700101");
    card.send(select_pki);
    CHECK(card.send("00A40400 00").data_hex() == "6F108408A000000151000000A5049F700101");
    card.change([](refcard::Image& image) { image.life_cycle = refcard::LifeCycle::secured; });
    CHECK(card.send(select_isd).data_hex() == "6F108408A000000151000000A5049F70010F");
    CHECK(card.send("00A4040C 08 A000000151000000").data_hex().empty());
}

TEST_CASE("[MGT-2] GET DATA of the issuer security domain")
{
    ManagedCard card;
    CHECK(card.send("80CA00E0 00").data_hex() == "E012"
                                                 "C00401308810"
                                                 "C00402308810"
                                                 "C00403308810");
    CHECK(card.send("80CA00C1 00").data_hex() == "C103000000");
    CHECK(card.send("80CA0045 00").data_hex() == "450A4C414F49444300000001");
    CHECK(card.send("80CA0066 00").sw == Sw::reference_not_found);
    CHECK(card.send("00CA00E0 00").sw == Sw::wrong_class);
    CHECK(card.send("80CA00E0 01 00 00").sw == Sw::wrong_length);
}

TEST_CASE("[MGT-3] sessions in three applications with one keyset")
{
    TestCard card;
    CHECK(card.send("80500000 08 0102030405060708 00").sw == Sw::unknown_instruction);
    for (const char* application : {select_isd, select_identity, select_pki}) {
        card.send(application);
        Host host{card, transport_keys()};
        CHECK(host.open() == Sw::ok);
    }
    CHECK(card.image().keys.sequence_counter == 3);
}

TEST_CASE("[MGT-4] [MGT-5] INITIALIZE UPDATE")
{
    ManagedCard card;
    const Reply answer = card.send("80500000 08 0102030405060708 00");
    CHECK(answer.data.size() == 32);
    CHECK(to_hex(ByteView{answer.data}.first(13)) == "4C414F49444300000001"
                                                     "300370");
    CHECK(to_hex(ByteView{answer.data}.last(3)) == "000001");
    CHECK(card.send("80503000 08 0102030405060708 00").sw == Sw::ok);
    CHECK(card.send("80503100 08 0102030405060708 00").sw == Sw::reference_not_found);
    CHECK(card.send("80500001 08 0102030405060708 00").sw == Sw::wrong_parameters);
    CHECK(card.send("80500000 07 01020304050607 00").sw == Sw::wrong_length);
    CHECK(card.send("00500000 08 0102030405060708 00").sw == Sw::wrong_class);
    CHECK(card.image().keys.sequence_counter == 2);
}

TEST_CASE("[MGT-6] the counter and the challenge that derives from it")
{
    ManagedCard card;
    Host host{card, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    CHECK(host.counter == 1);
    const auto challenge = [](std::uint32_t counter, ByteView aid) {
        return derive_scp03(transport_keys().enc, ScpConstant::card_challenge, join({big_endian(counter, 3), aid}), 64);
    };
    CHECK(host.card_challenge == challenge(1, isd));
    card.reset();
    card.send(select_identity);
    REQUIRE(host.open() == Sw::ok);
    CHECK(host.card_challenge == challenge(2, hex("A0000002471001")));
    card.send(select_pki);
    REQUIRE(host.open() == Sw::ok);
    CHECK(host.card_challenge == challenge(3, hex("A000000308000010000100")));
    card.change([](Image& image) { image.keys.sequence_counter = 0xFFFFFE; });
    CHECK(host.open() == Sw::ok);
    CHECK(host.counter == 0xFFFFFF);
    CHECK(host.open() == Sw::conditions);
}

TEST_CASE("[MGT-7] EXTERNAL AUTHENTICATE")
{
    ManagedCard card;
    const Bytes zeros(16);
    CHECK(card.send(command(0x84, 0x82, 0x3300, zeros)).sw == Sw::conditions);
    const auto after_opening = [&](std::uint16_t p1p2, ByteView data) {
        REQUIRE(card.send("80500000 08 0102030405060708 00").sw == Sw::ok);
        return card.send(command(0x84, 0x82, p1p2, data)).sw;
    };
    for (const auto level : std::initializer_list<std::uint16_t>{0x0000, 0x0100, 0x0300, 0x1100, 0x1300, 0x3301})
        CHECK(after_opening(level, zeros) == Sw::wrong_parameters);
    CHECK(after_opening(0x3300, zeros) == Sw::authentication_failed);
    CHECK(after_opening(0x3300, Bytes(15)) == Sw::wrong_length);
    Host wrong{card, issuer_keys()};
    CHECK(wrong.open() == Sw::authentication_failed);
    CHECK(card.send(command(0x84, 0x82, 0x3300, zeros)).sw == Sw::conditions); // the session is over

    // the right cryptogram with a wrong MAC
    const Bytes host_challenge = hex("0102030405060708");
    const Reply opened = card.send(command(0x80, 0x50, 0x0000, host_challenge, 256));
    const Bytes context = join({host_challenge, ByteView{opened.data}.subspan(13, 8)});
    const Bytes s_mac = derive_scp03(transport_keys().mac, ScpConstant::s_mac, context, 128);
    const Bytes cryptogram = derive_scp03(s_mac, ScpConstant::host_cryptogram, context, 64);
    CHECK(card.send(command(0x84, 0x82, 0x3300, join({cryptogram, Bytes(8)}))).sw == Sw::security_status);
}

TEST_CASE("[MGT-8] protection of answers, errors bare, lengths short and extended")
{
    ManagedCard card;
    Host host{card, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    // Host::send checks R-MAC and R-ENC of what was processed, and that errors carry none.
    CHECK(host.send(0xF2, 0x8002, hex("4F00")).data.size() == 21);
    CHECK(host.send(0xF2, 0x8002, hex("4F0101")).sw == Sw::reference_not_found);
    CHECK(host.send(0xCA, 0x00C1).data_hex() == "C103000001");
    card.send(select_identity);
    REQUIRE(host.open() == Sw::ok);
    CHECK(host.store(0x0102, Bytes(1500, 0x5A), 1000) == Sw::ok); // blocks in extended APDUs
    CHECK(card.image().files.at(0x0102) == Bytes(1500, 0x5A));
}

TEST_CASE("[MGT-9] what ends a session")
{
    ManagedCard card;
    Host host{card, transport_keys()};
    const auto ended_after = [&](const std::function<void()>& event) {
        card.send(select_isd);
        REQUIRE(host.open() == Sw::ok);
        REQUIRE(host.send(0xF2, 0x8002, hex("4F00")).sw == Sw::ok);
        event();
        return card.send(host.wrap(0xF2, 0x8002, hex("4F00"))).sw;
    };
    CHECK(ended_after([&] { card.reset(); }) == Sw::security_status);
    CHECK(ended_after([&] { card.send(select_isd); }) == Sw::security_status);
    CHECK(ended_after([&] { CHECK(card.send("80CA00C1 00").sw == Sw::ok); }) == Sw::security_status);
    CHECK(ended_after([&] { host.send(0x00, 0x0000); }) == Sw::ok); // an error does not
    CHECK(ended_after([&] {
        Bytes forged = host.wrap(0xF2, 0x8002, hex("4F00"));
        forged[forged.size() - 2] ^= 0x01;
        CHECK(card.send(forged).sw == Sw::security_status);
    }) == Sw::security_status);
    CHECK(ended_after([&] {
        CHECK(card.send("84F28002 02 4F00 00").sw == Sw::security_status); // no MAC at all
    }) == Sw::security_status);

    // replayed
    card.send(select_isd);
    REQUIRE(host.open() == Sw::ok);
    const Bytes once = host.wrap(0xF2, 0x8002, hex("4F00"));
    CHECK(card.send(once).sw == Sw::ok);
    CHECK(card.send(once).sw == Sw::security_status);
}

TEST_CASE("[MGT-10] PUT KEY replaces the whole keyset or nothing")
{
    ManagedCard card;
    const KeySet before = transport_keys();
    const KeySet after = issuer_keys();
    const Bytes data = put_key_data(after, before.dek);
    CHECK(card.send(command(0x80, 0xD8, 0x3081, data, 256)).sw == Sw::security_status);
    Host host{card, before};
    REQUIRE(host.open() == Sw::ok);
    CHECK(host.send(0xD8, 0x3181, data).sw == Sw::reference_not_found);
    CHECK(host.send(0xD8, 0x0081, data).sw == Sw::reference_not_found);
    CHECK(host.send(0xD8, 0x3001, data).sw == Sw::wrong_parameters);
    const auto refused = [&](const std::function<void(Bytes&)>& spoil) {
        Bytes spoiled = data;
        spoil(spoiled);
        const Sw sw = host.send(0xD8, 0x3081, spoiled).sw;
        CHECK(card.image().keys.kvn == 0x30);
        CHECK(card.image().keys.enc == before.enc);
        return sw;
    };
    CHECK(refused([](Bytes& d) { d.back() ^= 0x01; }) == Sw::security_status); // last check value
    CHECK(refused([](Bytes& d) { d[4] ^= 0x01; }) == Sw::security_status);     // first key
    CHECK(refused([](Bytes& d) { d[1] = 0x80; }) == Sw::wrong_data);           // a 3DES key
    CHECK(refused([](Bytes& d) { d[0] = 0x00; }) == Sw::wrong_data);
    CHECK(refused([](Bytes& d) { d[0] = 0x80; }) == Sw::wrong_data);
    CHECK(refused([](Bytes& d) { d.pop_back(); }) == Sw::wrong_data);
    CHECK(refused([](Bytes& d) { d.push_back(0); }) == Sw::wrong_data);

    const Reply done = host.send(0xD8, 0x3081, data);
    CHECK(done.sw == Sw::ok);
    CHECK(done.data_hex() == "31"
                             "C35280"
                             "013808"
                             "840DE5"); // check values of pysim's SCP03_KCV_Test
    CHECK(card.image().keys.sequence_counter == 0);
    CHECK(host.send(0xF2, 0x8002, hex("4F00")).sw == Sw::ok); // this session goes on
    card.send(select_isd);
    CHECK(host.open() == Sw::authentication_failed);
    Host issuer{card, after};
    CHECK(issuer.open() == Sw::ok);
    CHECK(card.send("80CA00E0 00").data_hex() == "E012"
                                                 "C00401318810"
                                                 "C00402318810"
                                                 "C00403318810");
    card.send(select_pki);
    REQUIRE(issuer.open() == Sw::ok);
    CHECK(issuer.send(0xD8, 0x3181, data).sw == Sw::unknown_instruction);
}

TEST_CASE("[MGT-12] GET STATUS")
{
    ManagedCard card;
    CHECK(card.send("80F28002 02 4F00 00").sw == Sw::security_status);
    Host host{card, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    CHECK(host.send(0xF2, 0x8002, hex("4F00")).data_hex() == "E3"
                                                             "13"
                                                             "4F08A000000151000000"
                                                             "9F700101"
                                                             "C5039EFE80");
    CHECK(host.send(0xF2, 0x8002, hex("4F08A000000151000000")).sw == Sw::ok);
    CHECK(host.send(0xF2, 0x4002, hex("4F00")).sw == Sw::wrong_parameters);
}

TEST_CASE("[LC-1] [LC-2] [MGT-13] the life cycle goes forward step by step")
{
    ManagedCard card;
    CHECK(card.send(command(0x80, 0xF0, 0x8007, isd)).sw == Sw::security_status);
    Host host{card, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    const auto set = [&](std::uint16_t state) {
        return host.send(0xF0, static_cast<std::uint16_t>(0x8000 | state), isd).sw;
    };
    CHECK(set(0x0F) == Sw::conditions);
    CHECK(set(0x01) == Sw::conditions);
    CHECK(set(0x7F) == Sw::conditions);
    CHECK(host.send(0xF0, 0x8007, hex("A000000151000001")).sw == Sw::reference_not_found);
    CHECK(host.send(0xF0, 0x4007, isd).sw == Sw::wrong_parameters);
    CHECK(set(0x07) == Sw::ok);
    CHECK(set(0x07) == Sw::conditions);
    CHECK(set(0x0F) == Sw::conditions); // still the maker's keys
    REQUIRE(host.send(0xD8, 0x3081, put_key_data(issuer_keys(), transport_keys().dek)).sw == Sw::ok);
    CHECK(set(0x0F) == Sw::ok);
    for (const auto state : std::initializer_list<std::uint16_t>{0x01, 0x07, 0x0F, 0x7F, 0xFF})
        CHECK(set(state) == Sw::conditions);
    CHECK(card.image().secured());
}
