// SPDX-License-Identifier: Apache-2.0
#include "channels.hpp"

#include "tlv.hpp"

#include <doctest/doctest.h>

using namespace refcard_test;

namespace {

Profile with_buffers(std::size_t command, std::size_t response)
{
    Profile profile = Profile::builtin();
    profile.buffers = {.command = command, .response = response};
    return profile;
}

} // namespace

TEST_CASE("[CRD-1] answer to reset")
{
    CHECK(to_hex(answer_to_reset()) == "3B95168131FE458073F621E04C");
    std::uint8_t check = 0; // T=1: TCK makes everything after TS cancel out. [7816-3:2006] §8.2.5
    for (const std::uint8_t byte : answer_to_reset().subspan(1))
        check ^= byte;
    CHECK(check == 0);
}

TEST_CASE("[CRD-2] after a reset the master file is selected, without channel or PIN")
{
    TestCard card;
    Host host{card, transport_keys()};
    CHECK(card.send(select_pki).sw == Sw::ok);
    CHECK(card.send("00200080 08 313233343536FFFF").sw == Sw::ok);
    CHECK(card.send("00200080").sw == Sw::ok);
    CHECK(host.open() == Sw::ok);
    card.reset();
    CHECK(card.send(host.wrap(0x47, 0x009A, hex("AC03800111"))).sw == Sw::security_status);
    CHECK(card.send("00B09C0000").sw == Sw::end_of_file);
    CHECK(card.send(select_pki).sw == Sw::ok);
    CHECK(card.send("00200080").sw == tries_left(3));
}

TEST_CASE("[CRD-3] short and extended APDUs")
{
    TestCard card;
    CHECK(card.send("00A4000C 02 3F00").sw == Sw::ok);
    CHECK(card.send("00A40000 02 3F00 00").sw == Sw::ok);
    CHECK(card.send("00A40000 000002 3F00 0000").sw == Sw::ok);
    CHECK(card.send("00A4000C 000002 3F00").sw == Sw::ok);
    CHECK(card.send("00B09C00 000000").sw == Sw::end_of_file);
    CHECK(card.send("00B09C00 000014").data.size() == 20);
    for (const char* wrong : {"", "00", "00A400", "00A4000C 02 3F", "00A4000C 02 3F000000", "00A4000C 0000",
             "00A4000C 000002 3F", "00A4000C 000002 3F0000", "00A4000C 000000 3F00", "00A4000C 00000000"})
        CHECK_MESSAGE(card.send(wrong).sw == Sw::wrong_length, wrong);
}

TEST_CASE("[CRD-4] class bytes")
{
    TestCard card;
    CHECK(card.send("01A4000C 02 3F00").sw == Sw::no_logical_channels);
    CHECK(card.send("83CA00E0 00").sw == Sw::no_logical_channels);
    CHECK(card.send("08A4000C 02 3F00").sw == Sw::no_secure_messaging);
    for (const char* wrong : {"20A4000C 02 3F00", "40A4000C 02 3F00", "60A4000C 02 3F00", "A0A4000C 02 3F00",
             "FFCA0000 00", "8CA4000C 02 3F00", "C0A4000C 02 3F00"})
        CHECK_MESSAGE(card.send(wrong).sw == Sw::wrong_class, wrong);
}

TEST_CASE("[CRD-5] unknown instruction, wrong class, wrong parameters")
{
    TestCard card;
    for (const char* application : {"00A4000C 02 3F00", select_identity, select_pki, "00A4040C 08 A000000151000000"}) {
        CHECK(card.send(application).sw == Sw::ok);
        CHECK(card.send("00020000").sw == Sw::unknown_instruction);
        CHECK(card.send("80FE0000").sw == Sw::unknown_instruction);
        CHECK(card.send("80A4000C 02 3F00").sw == Sw::wrong_class);
        CHECK(card.send("00A4010C 02 3F00").sw == Sw::wrong_parameters);
        CHECK(card.send("00A40008 02 3F00").sw == Sw::wrong_parameters);
    }
    card.send(select_pki);
    CHECK(card.send("80200080").sw == Sw::wrong_class);
    CHECK(card.send("00DB3FFF 06 5C035FC102 5300").sw == Sw::wrong_class);
    CHECK(card.send("00200180 08 313233343536FFFF").sw == Sw::wrong_parameters);
    CHECK(card.send("00500000 08 0102030405060708 00").sw == Sw::wrong_class);
    Host host{card, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    CHECK(host.send(0x20, 0x0080, {}, 0x84).sw == tries_left(3));
    CHECK(host.send(0x20, 0x0080, {}, 0x04).sw == tries_left(3));
}

TEST_CASE("[CRD-6] [PKI-13] long answers come in parts")
{
    TestCard card{with_buffers(2048, 1024)};
    const Bytes content = Bytes(700, 0x5A);
    card.change([&](Image& image) { image.piv_objects[0x5FC105] = content; });
    const Bytes object = tlv::make(0x53, content);
    card.send(select_pki);
    const Reply first = card.send("00CB3FFF 05 5C035FC105 00");
    CHECK(first.data.size() == 256);
    CHECK(first.sw_value() == 0x6100);
    const Reply second = card.send("00C00000 00");
    CHECK(second.data.size() == 256);
    CHECK(second.sw_value() == 0x6100 + object.size() - 512);
    const Reply third = card.send("00C00000 00");
    CHECK(third.sw == Sw::ok);
    CHECK(join({first.data, second.data, third.data}) == object);
    CHECK(card.send("00C00000 00").sw == Sw::conditions);

    CHECK(card.send("00CB3FFF 000005 5C035FC105 0000").data == object);
    CHECK(card.send("00CB3FFF 05 5C035FC105").sw_value() == 0x6100); // no Le: all waits
    card.send("00200080");
    CHECK(card.send("00C00000 00").sw == Sw::conditions);
    CHECK(card.send("00CB3FFF 05 5C035FC105").sw_value() == 0x6100);
    CHECK(card.send(Bytes(2049, 0x00)).sw == Sw::wrong_length);
    CHECK(card.send("00C00000 00").sw == Sw::conditions);

    TestCard small{with_buffers(2048, 400)};
    small.change([&](Image& image) { image.piv_objects[0x5FC105] = content; });
    small.send(select_pki);
    CHECK(small.send("00CB3FFF 000005 5C035FC105 0000").data.size() == 398);
    CHECK(small.send("00C00000 000000").data.size() == object.size() - 398);
}

TEST_CASE("[CRD-7] READ BINARY is not divided")
{
    TestCard card{with_buffers(2048, 400)};
    card.change([](Image& image) {
        image.can = text_bytes("123456");
        image.files[0x0101] = Bytes(2000, 0x11);
    });
    Reader reader{card};
    REQUIRE(reader.pace("123456") == Sw::ok);
    REQUIRE(reader.send(0xA4, 0x040C, hex("A0000002471001")).sw == Sw::ok);
    CHECK(reader.send(0xB0, 0x8100, {}, 300).data.size() == 300);
    CHECK(card.send(reader.wrap(0xB0, 0x8100, {}, 500)).sw == Sw::wrong_length);
    CHECK(card.send(reader.wrap(0xB0, 0x8100, {}, 16)).sw == Sw::no_secure_messaging);
}

TEST_CASE("[CRD-8] command chaining")
{
    TestCard card;
    card.send(select_pki);
    CHECK(card.send("10CB3FFF 02 5C03").sw == Sw::ok);
    CHECK(card.send("00CB3FFF 03 5FC102 00").sw == Sw::not_found);
    CHECK(card.send("10CB3FFF 02 5C01").sw == Sw::ok);
    CHECK(card.send("00CB3FFF 01 7E 00").data_hex() == "7E124F0BA0000003080000100001005F2F024000");
    SUBCASE("another command abandons the chain")
    {
        card.send("10CB3FFF 02 5C01");
        CHECK(card.send("00200080").sw == tries_left(3));
        CHECK(card.send("00CB3FFF 01 7E 00").sw == Sw::wrong_data);
    }
    SUBCASE("the limit")
    {
        const Bytes part = command(0x10, 0xCB, 0x3FFF, Bytes(1024, 0x00));
        for (unsigned i = 0; i < 16; ++i)
            CHECK(card.send(part).sw == Sw::ok);
        CHECK(card.send(part).sw == Sw::wrong_length);
    }
    SUBCASE("each APDU of a chain is protected")
    {
        Host host{card, transport_keys()};
        REQUIRE(host.open() == Sw::ok);
        CHECK(host.send(0xDB, 0x3FFF, hex("5C035FC102"), 0x94).sw == Sw::ok);
        CHECK(host.send(0xDB, 0x3FFF, hex("5303AABBCC")).sw == Sw::ok);
        CHECK(card.image().piv_objects.at(0x5FC102) == hex("AABBCC"));
    }
}

TEST_CASE("[CRD-6] a command that is too long ends the channel")
{
    TestCard card{with_buffers(300, 1024)};
    card.change([](Image& image) { image.can = text_bytes("123456"); });
    Reader reader{card};
    REQUIRE(reader.pace("123456") == Sw::ok);
    CHECK(card.send(reader.wrap(0xA4, 0x040C, Bytes(300, 0x01))).sw == Sw::wrong_length);
    CHECK(card.send(reader.wrap(0xB0, 0x9C00, {}, 16)).sw == Sw::no_secure_messaging);
    card.send(select_identity);
    Host host{card, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    CHECK(card.send(host.wrap(0xE2, 0x8800, Bytes(300, 0x01))).sw == Sw::wrong_length);
    CHECK(card.send(host.wrap(0xE2, 0x8800, hex("010101AA"))).sw == Sw::security_status);
}

TEST_CASE("[CRD-7] [CRD-12] a card that announces more than it has")
{
    const Profile profile = with_buffers(2048, 256);
    TestCard card{
        blank_image(profile, hex("00000001")), profile, Interface::contact, Buffers{.command = 2048, .response = 4096}};
    card.change([](Image& image) {
        image.can = text_bytes("123456");
        image.files[0x0102] = Bytes(1000, 0x5A);
    });
    CHECK(card.send("00B08100 00").data_hex() == "4703F621E07F66080202080002021000");
    Reader reader{card};
    REQUIRE(reader.pace("123456") == Sw::ok);
    CHECK(reader.send(0xA4, 0x040C, hex("A0000002471001")).sw == Sw::ok);
    CHECK(reader.send(0xB0, 0x8200, {}, 200).data.size() == 200);
    CHECK(card.send(reader.wrap(0xB0, 0x8200, {}, 1000)).sw == Sw::wrong_length);
    CHECK(card.send(reader.wrap(0xB0, 0x8200, {}, 100)).sw == Sw::no_secure_messaging);
    REQUIRE(reader.pace("123456") == Sw::ok); // the reader begins anew and asks for less
}

TEST_CASE("[CRD-9] a card for short APDUs only")
{
    TestCard card{with_buffers(256, 256)};
    CHECK(card.send("00A4000C 02 3F00").sw == Sw::ok);
    CHECK(card.send("00A4000C 000002 3F00").sw == Sw::wrong_length);
    CHECK(card.send("00B09C00 000000").sw == Sw::wrong_length);
    CHECK(card.send("00B08100 00").data_hex() == "4703F621A0");
    card.change([](Image& image) { image.piv_objects[0x5FC105] = Bytes(300, 0x77); });
    card.send(select_pki);
    CHECK(card.send("00CB3FFF 05 5C035FC105 00").data.size() == 256);
    CHECK(card.send(command(0x00, 0xCB, 0x3FFF, Bytes(255, 0x01), 256)).sw == Sw::wrong_data);
}

TEST_CASE("[CRD-10] SELECT of the master file")
{
    TestCard card;
    for (const char* application : {select_identity, select_pki, "00A4040C 08 A000000151000000"}) {
        CHECK(card.send(application).sw == Sw::ok);
        CHECK(card.send("00A4000C 02 3F00").sw == Sw::ok);
        CHECK(card.send("00B09C00 00").sw == Sw::end_of_file);
        card.send(application);
        CHECK(card.send("00A4000C").sw == Sw::ok);
    }
    CHECK(card.send("00A40000 02 3F00 00").data_hex() == "6F0483023F00");
    CHECK(card.send("00A4000C 02 3F01").sw == Sw::not_found);
    CHECK(card.send("00A4040C 05 A000000999").sw == Sw::not_found);
    CHECK(card.send("00A40004 02 3F00").sw == Sw::wrong_parameters);
    CHECK(card.send("00B09C00 00").sw == Sw::end_of_file);
}

TEST_CASE("[CRD-11] [CRD-12] [CRD-14] files of the master file")
{
    TestCard card;
    CHECK(card.send("00B08100 00").data_hex() == "4703F621E0"
                                                 "7F6608"
                                                 "02020800"
                                                 "02028000");
    CHECK(card.send("00B09E00 00").data_hex() == "61094F07A0000002471001"
                                                 "610D4F0BA000000308000010000100"
                                                 "610A4F08A000000151000000");
}

TEST_CASE("[CRD-15] [CRD-16] READ BINARY")
{
    Profile profile = Profile::builtin();
    profile.pace.mappings = {Mapping::generic};
    TestCard card{profile};
    CHECK(card.send("00B00000 00").sw == Sw::no_current_ef);
    CHECK(card.send("00A4020C 02 011C").sw == Sw::ok);
    CHECK(card.send("00B00000 04").data_hex() == "31143012");
    CHECK(card.send("00B00000 04").sw == Sw::ok);
    CHECK(card.send("00B00014 02").data_hex() == "010C");
    CHECK(card.send("00B00014 02").sw == Sw::ok);
    CHECK(card.send("00B00014 03").sw == Sw::end_of_file);
    CHECK(card.send("00B00014 03").data_hex() == "010C");
    CHECK(card.send("00B00016 01").sw == Sw::wrong_offset);
    CHECK(card.send("00B08104 01").data_hex() == "E0");
    CHECK(card.send("00B00003 02").data_hex() == "21E0");
    CHECK(card.send("00B00000").sw == Sw::wrong_length);
    CHECK(card.send("00B00000 01 00 00").sw == Sw::wrong_length);
    CHECK(card.send("00B08500 00").sw == Sw::not_found);
    CHECK(card.send("00B08000 00").sw == Sw::wrong_parameters);
    CHECK(card.send("00B0FF00 00").sw == Sw::wrong_parameters);
    CHECK(card.send("00A4020C 02 0101").sw == Sw::not_found);
    CHECK(card.send("00A40200 02 011C 00").data_hex() == "6F08800200168302011C");
    card.send(select_pki);
    CHECK(card.send("00B10000 03 540100 00").sw == Sw::unknown_instruction);
    CHECK(card.send("00A4020C 02 011C").sw == Sw::not_found);
    CHECK(card.send("00B09C00 00").sw == Sw::unknown_instruction);
}

TEST_CASE("[CRD-19] [CRD-16] READ BINARY with the odd instruction")
{
    TestCard card;
    CHECK(card.send("00B10000 03 540100 00").sw == Sw::no_current_ef);
    const Bytes whole = card.send("00B08100 00").data; // 16 bytes
    CHECK(card.send("00B10001 03 540100 12").data == tlv::make(0x53, whole));
    CHECK(card.send("00B10000 03 540100 12").sw == Sw::ok);
    CHECK(card.send("00B10000 03 540100 13").sw == Sw::end_of_file);
    CHECK(card.send("00B10000 03 540104 00").data == tlv::make(0x53, ByteView{whole}.subspan(4)));
    CHECK(card.send("00B10000 06 540400000004 06").data == tlv::make(0x53, ByteView{whole}.subspan(4, 4)));
    CHECK(card.send("00B10000 06 540400000004 06").sw == Sw::ok);
    CHECK(card.send("00B10000 03 540110 00").sw == Sw::wrong_offset);
    CHECK(card.send("00B10000 06 5404FFFFFFFF 00").sw == Sw::wrong_offset);
    CHECK(card.send("00B10000 07 54050000000000 00").sw == Sw::wrong_data);
    for (const char* wrong : {"00B10000 02 5400 00", "00B10000 03 530100 00", "00B10000 04 54010000 00"})
        CHECK_MESSAGE(card.send(wrong).sw == Sw::wrong_data, wrong);
    CHECK(card.send("00B10000 03 540100").sw == Sw::wrong_length);
    CHECK(card.send("00B10000 03 540100 01").sw == Sw::wrong_length); // no room for tag and length
    CHECK(card.send("00B1001F 03 540100 00").sw == Sw::wrong_parameters);
    CHECK(card.send("00B19C00 03 540100 00").sw == Sw::wrong_parameters);
    CHECK(card.send("00B10005 03 540100 00").sw == Sw::not_found);
    CHECK(card.send("80B10000 03 540100 00").sw == Sw::wrong_class);
}

TEST_CASE("[CRD-19] [ID-9] a file beyond 32,767 bytes under secure messaging")
{
    TestCard card;
    Bytes content(65'000);
    for (std::size_t i = 0; i < content.size(); ++i)
        content[i] = static_cast<std::uint8_t>(i * 7 + i / 256);
    card.change([&](Image& image) {
        image.can = text_bytes("123456");
        image.files[0x0102] = content;
    });
    card.send(select_identity);
    CHECK(card.send("00B10002 03 540100 00").sw == Sw::security_status);
    Reader reader{card};
    REQUIRE(reader.pace("123456") == Sw::ok);
    CHECK(reader.send(0xB1, 0x0002, hex("54027FFF"), 1004).data ==
          tlv::make(0x53, ByteView{content}.subspan(0x7FFF, 1000)));
    const Reply last = reader.send(0xB1, 0x0000, hex("5403 00FD00"), 1004);
    CHECK(last.data == tlv::make(0x53, ByteView{content}.subspan(0xFD00)));
    CHECK(last.sw == Sw::end_of_file);
    // what does not fit 128, 256 bytes with its length
    CHECK(reader.send(0xB1, 0x0000, hex("540100"), 130).data.size() == 129);
    CHECK(reader.send(0xB1, 0x0000, hex("540100"), 259).data.size() == 258);
    CHECK(card.send(reader.wrap(0xB1, 0x0000, hex("540100"), 40'000)).sw == Sw::wrong_length);
    CHECK(card.send(reader.wrap(0xB1, 0x0000, hex("540100"), 100)).sw == Sw::no_secure_messaging);
}
