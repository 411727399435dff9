// SPDX-License-Identifier: Apache-2.0
#include "pki_card.hpp"

#include "tlv.hpp"

using namespace refcard_test;

namespace {

Bytes put(const char* tag, ByteView content)
{
    return join({tlv::make(0x5C, hex(tag)), tlv::make(0x53, content)});
}

} // namespace

TEST_CASE("[PKI-1] selection answers GUID and change counter")
{
    PkiCard card;
    const std::string zeros(32, '0');
    CHECK(card.send(select_pki_template).data_hex() == "61294F0600001000010079074F05A0000003087316"
                                                       "8010" +
                                                           zeros + "81020000");
    CHECK(card.send("00A40400 0B A000000308000010000100 00").sw == Sw::ok);
    CHECK(card.send("00A40400 09 A00000030800001000 00").sw == Sw::ok);
    CHECK(card.send("00A40400 04 A0000003 00").sw == Sw::not_found);
    CHECK(card.send("00A40400 0B A000000308000010000200 00").sw == Sw::not_found);

    const std::string guid = "112233445566478899AABBCCDDEEFF00";
    card.change([&](Image& image) {
        image.piv_objects[0x5FC102] =
            hex("3019" + std::string(50, '4') + "3410" + guid + "3508" + "3230333030313031" + "3E00FE00");
        image.change_counter = 0x0102;
    });
    CHECK(card.send(select_pki_template).data_hex() == "61294F0600001000010079074F05A0000003087316"
                                                       "8010" +
                                                           guid + "81020102");
}

TEST_CASE("[PKI-2] GET DATA")
{
    PkiCard card;
    CHECK(card.send("00CB3FFF 03 5C017E 00").data_hex() == "7E124F0BA0000003080000100001005F2F024000");
    for (const char* tag : {"5FC102", "5FC105", "5FC107", "5FC101", "5FC106", "5FC10C"})
        CHECK(card.send(command(0x00, 0xCB, 0x3FFF, tlv::make(0x5C, hex(tag)), 256)).sw == Sw::not_found);
    card.change([](Image& image) { image.piv_objects[0x5FC105] = hex("7001AA710100FE00"); });
    CHECK(card.send("00CB3FFF 05 5C035FC105 00").data_hex() == "53087001AA710100FE00");
    CHECK(card.send("00CB3FFE 05 5C035FC105 00").sw == Sw::wrong_parameters);
    CHECK(card.send("00CB3FFF 02 5C00 00").sw == Sw::wrong_data);
    CHECK(card.send("00CB3FFF 06 5C035FC10500 00").sw == Sw::wrong_data);
    CHECK(card.send("80CB3FFF 05 5C035FC105 00").sw == Sw::wrong_class);
    card.change([](Image& image) { image.pin.reset(); });
    CHECK(card.send("00CB3FFF 03 5C017E 00").sw == Sw::not_found);
}

TEST_CASE("[PKI-3] PUT DATA inside SCP03")
{
    PkiCard card;
    CHECK(card.send(command(0x80, 0xDB, 0x3FFF, put("5FC105", hex("70")))).sw == Sw::security_status);
    Host host{card, transport_keys()};
    REQUIRE(host.open() == Sw::ok);
    for (const char* tag : {"5FC102", "5FC107", "5FC106", "5FC105", "5FC10A", "5FC10B", "5FC101"})
        CHECK(host.send(0xDB, 0x3FFF, put(tag, hex("7001AA"))).sw == Sw::ok);
    CHECK(card.image().change_counter == 7);
    CHECK(host.send(0xDB, 0x3FFF, put("5FC105", {})).sw == Sw::ok);
    CHECK(card.image().change_counter == 8);
    CHECK_FALSE(card.image().piv_objects.contains(0x5FC105));
    CHECK(host.send(0xDB, 0x3FFF, put("5FC10C", hex("70"))).sw == Sw::not_supported);
    CHECK(host.send(0xDB, 0x3FFF, put("7E", hex("70"))).sw == Sw::not_supported);
    CHECK(host.send(0xDB, 0x3FFF, put("5FC105", Bytes(1500, 0xAA))).sw == Sw::ok); // extended
    const auto put_in_chain = [&](std::size_t size) {
        const Bytes data = put("5FC105", Bytes(size, 0xAA));
        host.send(0xDB, 0x3FFF, ByteView{data}.first(1600), 0x94);
        return host.send(0xDB, 0x3FFF, ByteView{data}.subspan(1600)).sw;
    };
    CHECK(put_in_chain(3072) == Sw::ok);
    CHECK(put_in_chain(3073) == Sw::not_enough_memory);
    CHECK(host.send(0xDB, 0x3FFF, hex("5C035FC105")).sw == Sw::wrong_data);
    CHECK(card.image().change_counter == 10);

    Profile fewer = Profile::builtin();
    fewer.piv.slots = {0x9A, 0x9E};
    TestCard other{fewer};
    other.send(select_pki_template);
    Host again{other, transport_keys()};
    REQUIRE(again.open() == Sw::ok);
    CHECK(again.send(0xDB, 0x3FFF, put("5FC10A", hex("70"))).sw == Sw::not_supported);
    CHECK(again.send(0xDB, 0x3FFF, put("5FC101", hex("70"))).sw == Sw::ok);
}

TEST_CASE("[ACC-8] what the issuer may write once SECURED")
{
    PkiCard card;
    card.secure();
    Host issuer{card, issuer_keys()};
    REQUIRE(issuer.open() == Sw::ok);
    for (const char* tag : {"5FC102", "5FC106", "5FC105", "5FC10A", "5FC10B", "5FC101"})
        CHECK(issuer.send(0xDB, 0x3FFF, put(tag, hex("70"))).sw == Sw::ok);
    CHECK(issuer.send(0xDB, 0x3FFF, put("5FC107", hex("70"))).sw == Sw::conditions);
    CHECK(issuer.send(0x24, 0xFF80, hex("373737373737FFFF")).sw == Sw::ok);
}
