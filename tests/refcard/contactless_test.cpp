// SPDX-License-Identifier: Apache-2.0
#include "channels.hpp"

#include <doctest/doctest.h>

using namespace refcard_test;

namespace {

constexpr const char* can = "123456";
const Bytes identity = hex("A0000002471001");
const Bytes pki = hex("A000000308");

/// A card in a contactless reader's field.
struct RadioCard : TestCard {
    explicit RadioCard(LifeCycle state = LifeCycle::secured) : TestCard{Profile::builtin(), Interface::contactless}
    {
        change([state](Image& image) {
            image.can = text_bytes(can);
            image.files[0x0101] = hex("6105AABBCCDDEE");
            image.ca_key = Bytes(32, 0x07);
            image.piv_objects[0x5FC105] = hex("7003AABBCC");
            image.life_cycle = state;
        });
    }
};

} // namespace

TEST_CASE("[CRD-18] what a reader makes of the card's answer to select")
{
    CHECK(to_hex(answer_to_reset(Interface::contactless)) == "3B80800101");
    std::uint8_t check = 0;
    for (const std::uint8_t byte : answer_to_reset(Interface::contactless).subspan(1))
        check ^= byte;
    CHECK(check == 0);
}

TEST_CASE("[CRD-14] [ACC-11] contactless, EF.DIR is the same on every card")
{
    RadioCard adult;
    RadioCard infant;
    infant.change([](Image& image) { image.pki_deleted = true; });
    CHECK(adult.send("00B09E00 00").data_hex() == "61094F07A0000002471001");
    CHECK(infant.send("00B09E00 00").data == adult.send("00B09E00 00").data);
    Reader reader{infant};
    REQUIRE(reader.pace(can) == Sw::ok);
    CHECK(reader.read(0x1E).data_hex() == "61094F07A0000002471001");
}

TEST_CASE("[ACC-10] [ACC-11] contactless, before PACE nothing but the way to PACE")
{
    RadioCard card;
    CHECK(card.send("00A4000C 02 3F00").sw == Sw::ok);
    CHECK(card.send("00B08100 00").sw == Sw::end_of_file);
    CHECK(card.send("00B09C00 00").sw == Sw::end_of_file);
    CHECK(card.send("00B09D00 00").sw == Sw::security_status);
    CHECK(card.send(select_pki_template).sw == Sw::not_found);
    CHECK(card.send(select_isd).sw == Sw::not_found);
    CHECK(card.send("00A40400 00").sw == Sw::not_found);
    CHECK(card.send("80500000 08 0102030405060708 00").sw == Sw::conditions);
    CHECK(card.send("80CA00C1 00").sw == Sw::unknown_instruction);
    CHECK(card.send(select_identity).sw == Sw::ok);
    CHECK(card.send("00B08100 00").sw == Sw::security_status);
    CHECK(card.send("80500000 08 0102030405060708 00").sw == Sw::conditions);
    CHECK(card.send("80E28800 04 010101AA").sw == Sw::security_status);
    CHECK(card.send("00B09C00 00").sw == Sw::not_found); // of the identity application
}

TEST_CASE("[ACC-10] contactless, the chip is not authenticated in clear in any state")
{
    for (const LifeCycle state : {LifeCycle::op_ready, LifeCycle::initialized, LifeCycle::secured}) {
        RadioCard card{state};
        Reader reader{card};
        reader.point_of_card = ec::Curve::p256().multiply_generator(*card.image().ca_key).encoding();
        card.send(select_identity);
        CHECK(reader.chip_authentication() == Sw::security_status);
        REQUIRE(reader.pace(can) == Sw::ok);
        CHECK(reader.send(0xA4, 0x040C, identity).sw == Sw::ok);
        CHECK(reader.chip_authentication() == Sw::ok);
        CHECK(reader.read(0x01).data_hex() == "6105AABBCCDDEE");
    }
}

TEST_CASE("[ACC-10] [ACC-12] inside PACE the PKI application, and never administration")
{
    RadioCard card{LifeCycle::op_ready};
    Reader reader{card};
    REQUIRE(reader.pace(can) == Sw::ok);
    CHECK(reader.send(0xA4, 0x040C, hex("A000000151000000")).sw == Sw::not_found);
    CHECK(reader.send(0xA4, 0x040C, pki).sw == Sw::ok);
    CHECK(reader.send(0xCB, 0x3FFF, hex("5C035FC105"), 256).data_hex() == "53057003AABBCC");
    CHECK(reader.send(0x20, 0x0080, hex("313233343536FFFF")).sw == Sw::ok);
    CHECK(reader.send(0x20, 0x0080).sw == Sw::ok);

    // the end of the channel, by a command in clear
    CHECK(card.send("00200080").sw == Sw::unknown_instruction);
    CHECK(card.send("00CB3FFF 05 5C035FC105 00").sw == Sw::unknown_instruction);
    CHECK(card.send("00B09C00 00").sw == Sw::end_of_file); // the master file
    REQUIRE(reader.pace(can) == Sw::ok);
    CHECK(reader.send(0xA4, 0x040C, pki).sw == Sw::ok);
    CHECK(reader.send(0x20, 0x0080).sw == tries_left(3));

    // by a wrong MAC
    Bytes forged = reader.wrap(0x20, 0x0080, hex("313233343536FFFF"));
    forged[forged.size() - 2] ^= 0x01;
    CHECK(card.send(forged).sw == Sw::sm_objects_wrong);
    CHECK(card.send("00200080").sw == Sw::unknown_instruction);
    // by a new PACE
    REQUIRE(reader.pace(can) == Sw::ok);
    CHECK(reader.send(0xA4, 0x040C, pki).sw == Sw::ok);
    REQUIRE(reader.pace(can) == Sw::ok);
    CHECK(reader.send(0x20, 0x0080).sw == Sw::unknown_instruction);
    // by a session of the issuer, which is not opened
    CHECK(reader.send(0xA4, 0x040C, pki).sw == Sw::ok);
    CHECK(card.send("80500000 08 0102030405060708 00").sw == Sw::conditions);
    CHECK(card.send("00200080").sw == Sw::unknown_instruction);
}

TEST_CASE("[ACC-12] on contacts the end of a channel ends neither selection nor PIN")
{
    TestCard card;
    card.change([](Image& image) { image.can = text_bytes(can); });
    Reader reader{card};
    REQUIRE(reader.pace(can) == Sw::ok);
    CHECK(reader.send(0xA4, 0x040C, pki).sw == Sw::ok);
    CHECK(reader.send(0x20, 0x0080, hex("313233343536FFFF")).sw == Sw::ok);
    CHECK(card.send("00200080").sw == Sw::ok);
}
