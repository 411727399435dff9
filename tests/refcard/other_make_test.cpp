// SPDX-License-Identifier: Apache-2.0
#include "other_make.hpp"

#include "public_keys.hpp"

using namespace refcard_test;

TEST_CASE("[PKI-20] [PKI-21] the management key is proven, of each algorithm and in both ways")
{
    for (const auto& [algorithm, size] : {std::pair{0x03U, 24U}, {0x08U, 16U}, {0x0AU, 24U}, {0x0CU, 32U}}) {
        Bytes key(size);
        for (std::size_t i = 0; i < size; ++i)
            key[i] = static_cast<std::uint8_t>(3 * i + 1);
        const Profile profile = other_make(static_cast<std::uint8_t>(algorithm), key);
        OtherCard card{profile};
        const auto may = [&] { return card.send(0xDB, 0x3FFF, put_object("5FC102", hex("3000"))).sw; };
        CHECK(may() == Sw::security_status);
        CHECK(card.administrator.authenticate() == Sw::ok);
        CHECK(may() == Sw::ok);
        card.reset();
        card.send(select_pki_template);
        CHECK(may() == Sw::security_status);
        CHECK(card.administrator.authenticate_one_way() == Sw::ok);
        CHECK(may() == Sw::ok);
        key[5] ^= 0x10;
        Administrator other{card, static_cast<std::uint8_t>(algorithm), key};
        const Reply challenge = other.send(hex("7C028100"));
        const ByteView number = tlv::only(tlv::only(challenge.data, 0x7C), 0x81);
        CHECK(may() == Sw::ok); // a number that was asked for changes nothing
        other.send(hex("7C028100"));
        CHECK(other.send(tlv::make(0x7C, tlv::make(0x82, other.encrypt(number)))).sw == Sw::security_status);
        CHECK(may() == Sw::security_status);
    }
}

TEST_CASE("[PKI-21] a published answer of TDES")
{
    // [800-67] app. B: the first block of "The qufck brown fox jump"
    OtherCard card{other_make(0x03, hex("0123456789ABCDEF 23456789ABCDEF01 456789ABCDEF0123"))};
    const Reply witness = card.administrator.send(hex("7C028000"));
    const Bytes number = card.administrator.decrypt(tlv::only(tlv::only(witness.data, 0x7C), 0x80));
    const Reply response = card.administrator.send(
        tlv::make(0x7C, {tlv::make(0x80, number), tlv::make(0x81, hex("5468652071756663"))})); // no 82
    CHECK(response.data_hex() == "7C0A8208A826FD8CE53B855F");
}

TEST_CASE("[PKI-21] what proves nothing")
{
    OtherCard card;
    Administrator& host = card.administrator;
    const auto number_of = [](const Reply& reply, tlv::Tag tag) {
        return copy(tlv::only(tlv::only(reply.data, 0x7C), tag));
    };
    const auto response_to = [&](ByteView number) { return tlv::make(0x7C, tlv::make(0x82, host.encrypt(number))); };

    SUBCASE("a number is good for the next command alone, and once")
    {
        Bytes number = number_of(host.send(hex("7C028100")), 0x81);
        card.send("00200080");
        CHECK(host.send(response_to(number)).sw == Sw::conditions);
        number = number_of(host.send(hex("7C028100")), 0x81);
        CHECK(host.send(response_to(number)).sw == Sw::ok);
        CHECK(host.send(response_to(number)).sw == Sw::conditions);
        CHECK(host.send(response_to(Bytes(8))).sw == Sw::conditions);
        CHECK(host.send(hex("7C1480080000000000000000 81080000000000000000")).sw == Sw::conditions);
    }
    SUBCASE("the answer of one way is none in the other")
    {
        const Bytes enciphered = number_of(host.send(hex("7C028000")), 0x80);
        CHECK(host.send(tlv::make(0x7C, tlv::make(0x82, enciphered))).sw == Sw::conditions);
        const Bytes number = number_of(host.send(hex("7C028100")), 0x81);
        CHECK(host.send(tlv::make(0x7C, {tlv::make(0x80, number), tlv::make(0x81, number)})).sw == Sw::conditions);
    }
    SUBCASE("templates and lengths")
    {
        for (const char* wrong : {"", "7C00", "7C028200", "7C03830101", "7C0480008100", "7C0480008000", "7C0481008200",
                 "7D028000", "7C02800000", "7C0A80080000000000000000", "7C0A81080000000000000000",
                 "7C0E80080000000000000000 81020000", "7C058000820101"})
            CHECK_MESSAGE(host.send(hex(wrong)).sw == Sw::wrong_data, wrong);
        host.send(hex("7C028100"));
        CHECK(host.send(hex("7C09820700000000000000")).sw == Sw::security_status);
    }
    SUBCASE("algorithms")
    {
        CHECK(card.send(0x87, 0x009B, hex("7C028100")).sw == Sw::ok); // 00 is TDES, too
        for (const unsigned other : {0x089BU, 0x0A9BU, 0x0C9BU, 0x119BU, 0x049BU})
            CHECK(card.send(0x87, other, hex("7C028100")).sw == Sw::wrong_parameters);
        OtherCard aes{other_make(0x08, Bytes(16, 7))};
        CHECK(aes.send(0x87, 0x009B, hex("7C028100")).sw == Sw::wrong_parameters);
        CHECK(aes.send(0x87, 0x039B, hex("7C028100")).sw == Sw::wrong_parameters);
    }
    SUBCASE("a card of ours has no key to be proven")
    {
        PkiCard ours;
        CHECK(ours.use(0x039B, hex("7C028000")).sw == Sw::wrong_parameters);
        CHECK(ours.use(0x009B, hex("7C028000")).sw == Sw::wrong_data);
        CHECK(ours.send(command(0x00, 0xDB, 0x3FFF, put_object("5FC102", hex("70")))).sw == Sw::wrong_class);
    }
}

TEST_CASE("[PKI-22] what the management key entitles to")
{
    OtherCard card;
    const auto put_chuid = [&] { return card.send(0xDB, 0x3FFF, put_object("5FC102", hex("3000"))).sw; };
    const auto generate = [&](unsigned key) { return card.send(0x47, key, hex("AC03800111")); };
    CHECK(generate(0x9A).sw == Sw::security_status);
    REQUIRE(card.administrator.authenticate() == Sw::ok);
    CHECK(put_chuid() == Sw::ok);
    CHECK(card.image().change_counter == 1);
    CHECK(card.send("80DB3FFF 09 5C035FC10253023000").sw == Sw::security_status); // the class of SCP03
    const Bytes public_key = generate(0x9A).data;
    CHECK(public_key.size() == 70);
    CHECK(card.send(0x87, 0x119A, ask_key(0x81, Bytes(32, 1))).sw == Sw::security_status); // no PIN
    card.send(right_pin);
    CHECK(verifies_ecdsa(public_key, Bytes(32, 1), result_of(card.send(0x87, 0x119A, ask_key(0x81, Bytes(32, 1))))));

    SUBCASE("it lasts like the PIN")
    {
        card.send(select_pki_template);
        CHECK(put_chuid() == Sw::ok);
        card.send("0020FF80");
        CHECK(put_chuid() == Sw::ok);
        card.send("00A4000C 02 3F00");
        card.send(select_pki_template);
        CHECK(put_chuid() == Sw::security_status);
    }
    SUBCASE("once SECURED")
    {
        card.secure();
        CHECK(put_chuid() == Sw::ok);
        CHECK(card.send(0xDB, 0x3FFF, put_object("5FC107", hex("70"))).sw == Sw::conditions);
        CHECK(card.send(0xDB, 0x3FFF, put_object("5FC109", hex("70"))).sw == Sw::conditions);
        CHECK(generate(0x9A).sw == Sw::conditions);
        CHECK(card.send(0xFE, 0x1182, tlv::make(0x06, Bytes(32, 1))).sw == Sw::conditions);
        CHECK(card.send("00FA0305").sw == Sw::conditions);
        CHECK(card.send(0xFF, 0xFFFF, join({hex("039B18"), tdes_key})).sw == Sw::ok);
    }
    SUBCASE("SCP03 stands as well")
    {
        Host host{card, transport_keys(card.profile())};
        REQUIRE(host.open() == Sw::ok);
        CHECK(host.send(0xDB, 0x3FFF, put_object("5FC109", hex("70"))).sw == Sw::ok);
        CHECK(host.send(0x47, 0x009C, hex("AC03800114")).sw == Sw::ok);
        CHECK(host.send(0xFE, 0x1182, tlv::make(0x06, Bytes(32, 1))).sw == Sw::ok);
        CHECK(host.send(0xFF, 0xFFFF, join({hex("089B10"), Bytes(16, 9)})).sw == Sw::ok);
    }
}

TEST_CASE("[PKI-19] retired keys, with certificates and key history")
{
    Profile profile = Profile::builtin();
    profile.piv.retired_keys = 3;
    TestCard card{profile};
    card.send(select_pki_template);
    Host host{card, transport_keys(profile)};
    REQUIRE(host.open() == Sw::ok);
    const Bytes agreement = host.send(0x47, 0x0082, hex("AC03800111")).data;
    CHECK(agreement.size() == 70);
    const Bytes modulus = host.send(0x47, 0x0084, hex("AC03800107")).data;
    CHECK(host.send(0x47, 0x0085, hex("AC03800111")).sw == Sw::wrong_parameters);
    CHECK(host.send(0x47, 0x0081, hex("AC03800111")).sw == Sw::wrong_parameters);
    for (const char* tag : {"5FC10C", "5FC10D", "5FC10F"})
        CHECK(host.send(0xDB, 0x3FFF, put_object(tag, hex("7001AA"))).sw == Sw::ok);
    CHECK(host.send(0xDB, 0x3FFF, put_object("5FC110", hex("70"))).sw == Sw::not_supported);
    CHECK(card.send("00CB3FFF 05 5C035FC10D 00").data_hex() == "53037001AA");

    const auto use = [&](unsigned p1p2, ByteView data) {
        return card.send(command(0x00, 0x87, static_cast<std::uint16_t>(p1p2), data, 512));
    };
    const Bytes own(32, 7);
    const Bytes point = ec::Curve::p256().multiply_generator(own).encoding();
    CHECK(use(0x1182, ask_key(0x85, point)).sw == Sw::security_status);
    card.send(right_pin);
    const ByteView other = tlv::only(tlv::only(agreement, 0x7F49), 0x86);
    const ec::Point shared = ec::Curve::p256().multiply(own, ec::Curve::p256().decode(other));
    CHECK(result_of(use(0x1182, ask_key(0x85, point))) == copy(shared.x()));
    CHECK(use(0x1182, ask_key(0x81, Bytes(32, 1))).sw == Sw::wrong_data); // it does not sign
    Bytes block(256, 0x42);
    block[0] = 0x00;
    CHECK(rsa_public_operation(modulus, result_of(use(0x0784, ask_key(0x81, block)))) == block);
    CHECK(use(0x1183, ask_key(0x85, point)).sw == Sw::reference_not_found);
    CHECK(use(0x1185, ask_key(0x85, point)).sw == Sw::wrong_parameters);

    OtherCard all;
    REQUIRE(all.administrator.authenticate() == Sw::ok);
    for (unsigned i = 0; i < 20; ++i) {
        CHECK(all.send(0x47, 0x82 + i, hex("AC03800111")).sw == Sw::ok);
        CHECK(all.send(0xDB, 0x3FFF, put_object(to_hex(big_endian(0x5FC10D + i, 3)).c_str(), hex("70"))).sw == Sw::ok);
    }
    CHECK(all.send(0x47, 0x96, hex("AC03800111")).sw == Sw::wrong_parameters);
}

TEST_CASE("[PKI-23] the other containers")
{
    OtherCard card;
    const auto get = [&](std::string_view tag) { return card.send(0xCB, 0x3FFF, tlv::make(0x5C, hex(tag))); };
    const std::array with_pin{"5FC103", "5FC108", "5FC109", "5FC121", "5FC123"};
    REQUIRE(card.administrator.authenticate() == Sw::ok);
    for (const char* tag : with_pin) {
        CHECK(get(tag).sw == Sw::security_status); // whether it is there or not
        CHECK(card.send(0xDB, 0x3FFF, put_object(tag, hex("0102"))).sw == Sw::ok);
        CHECK(get(tag).sw == Sw::security_status);
    }
    for (const char* tag : {"5FC10C", "5FC122"}) {
        CHECK(get(tag).sw == Sw::not_found);
        CHECK(card.send(0xDB, 0x3FFF, put_object(tag, hex("0102"))).sw == Sw::ok);
        CHECK(get(tag).data_hex() == "53020102");
    }
    card.send(right_pin);
    for (const char* tag : with_pin)
        CHECK(get(tag).data_hex() == "53020102");

    CHECK(card.send(0xDB, 0x3FFF, hex("7F6103020100")).sw == Sw::ok);
    CHECK(get("7F61").data_hex() == "7F6103020100");
    CHECK(card.send(0xDB, 0x3FFF, put_object("7F61", hex("01"))).sw == Sw::wrong_data);
    CHECK(card.send(0xDB, 0x3FFF, hex("7F610302010000")).sw == Sw::wrong_data);
    CHECK(card.send(0xDB, 0x3FFF, hex("7F6100")).sw == Sw::ok);
    CHECK(get("7F61").sw == Sw::not_found);
    for (const char* tag : {"5FC104", "5FC124", "5FFF00", "7E"})
        CHECK(card.send(0xDB, 0x3FFF, put_object(tag, hex("01"))).sw == Sw::not_supported);

    PkiCard ours;
    Host host{ours, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    for (const char* tag : {"5FC103", "5FC109", "5FC10C", "5FC10D", "5FC122"}) {
        CHECK(host.send(0xDB, 0x3FFF, put_object(tag, hex("01"))).sw == Sw::not_supported);
        CHECK(ours.send(command(0x00, 0xCB, 0x3FFF, tlv::make(0x5C, hex(tag)), 256)).sw == Sw::not_found);
        REQUIRE(host.open() == Sw::ok);
    }
    CHECK(host.send(0xDB, 0x3FFF, hex("7F6103020100")).sw == Sw::not_supported);
}
