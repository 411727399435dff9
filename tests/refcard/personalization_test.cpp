// SPDX-License-Identifier: Apache-2.0
#include "channels.hpp"

#include "aes.hpp"
#include "tlv.hpp"

#include <doctest/doctest.h>

using namespace refcard_test;

namespace {

const Bytes generate = hex("A606 840101 800111");

/// A blank card with the identity application selected and a session of the station.
struct OpenCard {
    OpenCard()
    {
        REQUIRE(card.send(select_identity).sw == Sw::ok);
        REQUIRE(host.open() == Sw::ok);
    }

    Sw block(std::uint8_t p1, std::uint8_t p2, std::string_view data)
    {
        return host.send(0xE2, static_cast<std::uint16_t>(p1 << 8 | p2), hex(data)).sw;
    }

    TestCard card;
    Host host{card, transport_keys()};
};

} // namespace

TEST_CASE("[PRS-1] the Chip Authentication key is made on the card, and proven")
{
    OpenCard open;
    const Reply first = open.host.send(0x47, 0x0000, generate);
    CHECK(to_hex(ByteView{first.data}.first(6)) == "7F4943864104");
    const Reply second = open.host.send(0x47, 0x0000, generate);
    CHECK(second.data != first.data);
    CHECK(open.host.send(0x47, 0x0000, hex("A606 840103 800111")).sw == Sw::reference_not_found);
    CHECK(open.host.send(0x47, 0x0000, hex("A606 840101 800114")).sw == Sw::wrong_data);
    CHECK(open.host.send(0x47, 0x0000, hex("A606 800111 840101")).sw == Sw::wrong_data);
    CHECK(open.host.send(0x47, 0x0001, generate).sw == Sw::wrong_parameters);
    Reader reader{open.card};
    reader.point_of_card = copy(ByteView{second.data}.last(65));
    CHECK(reader.chip_authentication() == Sw::ok);
    CHECK(reader.send(0xA4, 0x040C, hex("A0000002471001")).sw == Sw::ok);
}

TEST_CASE("[PRS-2] [PRS-3] a data grouping is committed with the block that completes it")
{
    OpenCard open;
    CHECK(open.host.store(0x011E, hex("600101")) == Sw::ok);
    CHECK(open.block(0x08, 0x00, "011E 06 6004AA") == Sw::ok);
    CHECK(open.card.image().files.at(0x011E) == hex("600101"));
    CHECK(open.block(0x08, 0x01, "BBCC") == Sw::ok);
    CHECK(open.card.image().files.at(0x011E) == hex("600101"));
    CHECK(open.block(0x88, 0x02, "DD") == Sw::ok);
    CHECK(open.card.image().files.at(0x011E) == hex("6004AABBCCDD"));
    CHECK(open.host.store(0x0102, Bytes(30'000, 0x77), 220) == Sw::ok); // 137 blocks
    CHECK(open.card.image().files.at(0x0102).size() == 30'000);
    CHECK(open.block(0x88, 0x00, "011D FF0003 AABBCC") == Sw::ok);
    for (const auto p1 : std::initializer_list<std::uint8_t>{0x00, 0x80, 0x10, 0x90, 0x28, 0xA8, 0x48, 0x89, 0x18})
        CHECK(open.block(p1, 0x00, "011D 03 AABBCC") == Sw::wrong_parameters);
}

TEST_CASE("[PRS-2] [PRS-3] several data groupings in one sequence, divided anywhere")
{
    const Bytes whole = hex("011E 03 600101  0101 02 AABB  0102 FF0004 01020304  011D 01 77");
    for (std::size_t size = 1; size <= whole.size(); ++size) {
        CAPTURE(size);
        OpenCard open;
        const auto& files = open.card.image().files;
        std::uint8_t number = 0;
        for (std::size_t at = 0; at < whole.size(); at += size) {
            const std::size_t end = std::min(at + size, whole.size());
            const auto p1 = static_cast<std::uint16_t>(end == whole.size() ? 0x88 : 0x08);
            REQUIRE(open.host
                        .send(0xE2, static_cast<std::uint16_t>(p1 << 8 | number++),
                            copy(ByteView{whole}.subspan(at, end - at)))
                        .sw == Sw::ok);
            CHECK(files.contains(0x011E) == (end >= 6));
            CHECK(files.contains(0x0101) == (end >= 11));
            CHECK(files.contains(0x0102) == (end >= 20));
        }
        CHECK(files.at(0x0102) == hex("01020304"));
        CHECK(files.at(0x011D) == hex("77"));
    }
    OpenCard open;
    CHECK(open.block(0x08, 0x00, "011E 03 600101 01") == Sw::ok);
    CHECK(open.block(0x88, 0x01, "01 02 AABB 0103 01 AA") == Sw::reference_not_found); // DG3: nothing of this block
    CHECK_FALSE(open.card.image().files.contains(0x0101));
    CHECK(open.card.image().files.at(0x011E) == hex("600101"));
    CHECK(open.block(0x88, 0x00, "0101 02 AABB") == Sw::ok); // from the start again
}

TEST_CASE("[PRS-4] a broken sequence restarts")
{
    OpenCard open;
    const auto fresh = [&] { return open.block(0x88, 0x00, "0101 03 AABBCC"); };
    CHECK(open.block(0x08, 0x01, "0101 03 AABBCC") == Sw::wrong_data);
    CHECK(fresh() == Sw::ok);
    CHECK(open.block(0x08, 0x00, "0101 06 AABBCC") == Sw::ok);
    CHECK(open.block(0x88, 0x02, "AABBCC") == Sw::wrong_data);
    CHECK(open.block(0x88, 0x01, "AABBCC") == Sw::wrong_data); // the sequence is over
    CHECK(fresh() == Sw::ok);
    CHECK(open.block(0x88, 0x00, "0101 03 AABB") == Sw::wrong_data);     // fewer
    CHECK(open.block(0x88, 0x00, "0101 03 AABBCCDD") == Sw::wrong_data); // more
    CHECK(open.block(0x88, 0x00, "0101") == Sw::wrong_data);
    CHECK(open.block(0x88, 0x00, "0101 FF00") == Sw::wrong_data);
    CHECK(open.block(0x08, 0x00, "") == Sw::wrong_data);
    CHECK(open.block(0x08, 0x00, "0101 06 AABBCC") == Sw::ok);
    CHECK(open.block(0xE8, 0x01, "AABBCC") == Sw::wrong_data); // a change of encryption
    CHECK(open.block(0x08, 0x00, "0101 06 AABBCC") == Sw::ok);
    REQUIRE(open.host.open() == Sw::ok);
    CHECK(open.block(0x88, 0x01, "AABBCC") == Sw::wrong_data);
    CHECK(open.card.image().files.at(0x0101) == hex("AABBCC"));
}

TEST_CASE("[PRS-5] which data groupings there are, and how large")
{
    OpenCard open;
    for (const auto dgi : std::initializer_list<std::uint16_t>{
             0x011E, 0x011D, 0x0101, 0x0102, 0x0107, 0x010B, 0x010C, 0x010D, 0x010E, 0x0110, 0x021D})
        CHECK(open.host.store(dgi, hex("AA")) == Sw::ok);
    for (const auto dgi :
        std::initializer_list<std::uint16_t>{0x0103, 0x0104, 0x0108, 0x010F, 0x011C, 0x2F01, 0x9012, 0x0000})
        CHECK(open.host.store(dgi, hex("AA")) == Sw::reference_not_found);
    CHECK(open.host.store(0x010D, Bytes(4096, 1)) == Sw::ok);
    CHECK(open.host.store(0x010D, Bytes(4097, 1)) == Sw::not_enough_memory);
    CHECK(open.host.store(0x0102, Bytes(30'001, 1)) == Sw::not_enough_memory);
    CHECK(open.host.store(0x0107, Bytes(8192, 1)) == Sw::ok);
    CHECK(open.host.store(0x0107, Bytes(8193, 1)) == Sw::not_enough_memory);
    CHECK(open.host.store(0x021D, Bytes(4097, 1)) == Sw::not_enough_memory);
}

TEST_CASE("[PRS-6] the CAN")
{
    OpenCard open;
    CHECK(open.host.store_can("123456") == Sw::ok);
    CHECK(*open.card.image().can == text_bytes("123456"));
    CHECK(open.host.store_can("12345") == Sw::wrong_data);
    CHECK(open.host.store_can("1234567") == Sw::wrong_data);
    CHECK(open.host.store_can("12345A") == Sw::wrong_data);
    CHECK(open.host.store(0x9010, text_bytes("123456")) == Sw::wrong_data);       // in clear
    CHECK(open.host.store(0x9010, Bytes(16, 0x55), 200, true) == Sw::wrong_data); // not under Key-DEK
    CHECK(open.host.store(0x9010, Bytes(32, 0x55), 200, true) == Sw::not_enough_memory);
    CHECK(open.host.store(0x0101, open.host.encrypted_can("123456"), 200, true) == Sw::wrong_data);
    open.card.change([](Image& image) { image.password_failures = 3; });
    CHECK(open.host.store_can("654321") == Sw::ok);
    CHECK(open.card.image().password_failures == 0);
    Reader reader{open.card};
    CHECK(reader.pace("654321") == Sw::ok);
}

TEST_CASE("[PRS-8] the key for chip authentication mapping is made on the curve of PACE, and proven before SECURED")
{
    for (const unsigned parameter_id : {12U, 13U, 15U}) {
        Profile profile = Profile::builtin();
        profile.pace.parameter_id = parameter_id;
        profile.pace.mappings = {Mapping::chip_authentication};
        TestCard card{profile};
        REQUIRE(card.send(select_identity).sw == Sw::ok);
        Host host{card, transport_keys()};
        REQUIRE(host.open() == Sw::ok);
        const Reply made = host.send(0x47, 0x0000, hex("A606 840102 800111"));
        REQUIRE(made.sw == Sw::ok);
        CHECK_FALSE(card.image().ca_key.has_value());
        CHECK(host.send(0x47, 0x0000, hex("A606 840102 800114")).sw == Sw::wrong_data);
        const Bytes point = copy(tlv::only(tlv::only(made.data, 0x7F49), 0x86));
        CHECK(point.size() == 1 + 2 * ec::Curve::by_parameter_id(parameter_id).size());

        Reader reader{card};
        reader.mapping = Mapping::chip_authentication;
        CHECK(reader.pace("123456") == Sw::reference_not_found); // no password yet
        card.send(select_identity);
        REQUIRE(host.open() == Sw::ok);
        REQUIRE(host.store_can("123456") == Sw::ok);
        REQUIRE(reader.pace("123456") == Sw::ok);
        CHECK(reader.proves(point));
    }
}

TEST_CASE("[PRS-9] the MRZ")
{
    OpenCard open;
    const Bytes mrz_key = hex("894D03F148C6265E89845B218856EA34D00EF8E8");
    const auto encrypted = [](ByteView value) {
        return aes::encrypt(transport_keys().dek, aes::zero_block(), aes::pad(value));
    };
    CHECK(open.host.store(0x9011, encrypted(mrz_key), 200, true) == Sw::ok);
    CHECK(*open.card.image().mrz_key == mrz_key);
    CHECK_FALSE(open.card.image().can.has_value());
    CHECK(open.host.store(0x9011, encrypted(Bytes(19, 1)), 200, true) == Sw::wrong_data);
    CHECK(open.host.store(0x9011, encrypted(Bytes(21, 1)), 200, true) == Sw::wrong_data);
    CHECK(open.host.store(0x9011, encrypted(text_bytes("123456")), 200, true) == Sw::wrong_data);
    CHECK(open.host.store(0x9011, ByteView{mrz_key}, 200, true) == Sw::wrong_data); // not whole blocks
    CHECK(open.host.store(0x9011, ByteView{mrz_key}) == Sw::wrong_data);            // in clear
    CHECK(open.host.store(0x9011, Bytes(48, 0x55), 200, true) == Sw::not_enough_memory);
    CHECK(open.host.store(0x9011, {}, 200, true) == Sw::wrong_data);
    open.card.change([](Image& image) { image.password_failures = 3; });
    CHECK(open.host.store(0x9011, encrypted(mrz_key), 200, true) == Sw::ok);
    CHECK(open.card.image().password_failures == 0);
    Reader reader{open.card};
    CHECK(reader.pace_mrz(mrz_key) == Sw::ok);
}

TEST_CASE("[PRS-5] [PRS-7] EF.CardSecurity is written through the identity application and read by PACE")
{
    OpenCard open;
    REQUIRE(open.host.store(0x021D, hex("3003020101")) == Sw::ok);
    REQUIRE(open.host.store(0x011D, hex("77030A0B0C")) == Sw::ok);
    CHECK(open.host.send(0xB0, 0x9D00).data_hex() == "77030A0B0C"); // EF.SOD
    REQUIRE(open.host.store_can("123456") == Sw::ok);
    Reader reader{open.card};
    REQUIRE(reader.pace("123456") == Sw::ok);
    reader.send(0xA4, 0x000C, hex("3F00"));
    CHECK(reader.read(0x1D).data_hex() == "3003020101");
}

TEST_CASE("[PRS-7] [ACC-4] reading back under the session that wrote, until SECURED")
{
    OpenCard open;
    CHECK(open.host.store(0x0101, hex("6103AABBCC")) == Sw::ok);
    CHECK(open.host.send(0xB0, 0x8100).data_hex() == "6103AABBCC");
    open.card.change([](Image& image) { image.life_cycle = LifeCycle::initialized; });
    CHECK(open.host.send(0xB0, 0x8100).sw == Sw::end_of_file);
    open.card.change([](Image& image) { image.life_cycle = LifeCycle::secured; });
    CHECK(open.host.send(0xB0, 0x8100).sw == Sw::security_status);
}

TEST_CASE("[ACC-1] nothing is written without a session")
{
    TestCard card;
    card.send(select_identity);
    CHECK(card.send("80E28800 04 0101 01 AA").sw == Sw::security_status);
    CHECK(card.send("80470000 08 A606840101800111 00").sw == Sw::security_status);
    card.send("00A4040C 05 A000000308");
    CHECK(card.send("80DB3FFF 07 5C035FC102 5300").sw == Sw::security_status);
    CHECK(card.send("8047009A 05 AC03800111 00").sw == Sw::security_status);
    CHECK(card.send("8024FF80 08 313233343536FFFF").sw == Sw::security_status);
    card.send("00A4040C 08 A000000151000000");
    CHECK(card.send("80D83081 01 31 00").sw == Sw::security_status);
    CHECK(card.send("80F08007 08 A000000151000000").sw == Sw::security_status);
    CHECK(card.send("80F28002 02 4F00 00").sw == Sw::security_status);
    // nor under the CAN
    card.change([](Image& image) { image.can = text_bytes("123456"); });
    Reader reader{card};
    REQUIRE(reader.pace("123456") == Sw::ok);
    reader.send(0xA4, 0x040C, hex("A0000002471001"));
    CHECK(reader.send(0xE2, 0x8800, hex("010101AA")).sw == Sw::wrong_class);
}

TEST_CASE("[ACC-2] once SECURED nothing of the holder changes")
{
    OpenCard open;
    open.card.change([](Image& image) { image.life_cycle = LifeCycle::secured; });
    CHECK(open.host.store(0x0101, hex("AA")) == Sw::conditions);
    CHECK(open.host.store_can("123456") == Sw::conditions);
    CHECK(open.host.send(0x47, 0x0000, generate).sw == Sw::conditions);
    open.card.send("00A4040C 05 A000000308");
    REQUIRE(open.host.open() == Sw::ok);
    CHECK(open.host.send(0x47, 0x009A, hex("AC03800111")).sw == Sw::conditions);
}
