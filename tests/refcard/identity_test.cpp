// SPDX-License-Identifier: Apache-2.0
#include "channels.hpp"

#include "tlv.hpp"

#include <doctest/doctest.h>

using namespace refcard_test;
using std::chrono::milliseconds;

namespace {

constexpr const char* can = "123456";
const Bytes identity = hex("A0000002471001");
constexpr const char* mse_can = "0022C1A4 0F 800A04007F00070202040202 830102";

/// A card in the holder's hand: CAN, EF.COM, DG1, Chip Authentication key.
struct IssuedCard : TestCard {
    IssuedCard()
    {
        change([](Image& image) {
            image.can = text_bytes(can);
            image.files[0x011E] = hex("6003010203");
            image.files[0x0101] = hex("6105AABBCCDDEE");
            image.ca_key = Bytes(32, 0x07);
            image.keys = issuer_keys();
            image.life_cycle = LifeCycle::secured;
        });
    }

    Bytes ca_point() const { return ec::Curve::p256().multiply_generator(*image().ca_key).encoding(); }
};

} // namespace

TEST_CASE("[ID-1] selection of the identity application")
{
    TestCard card;
    CHECK(card.send(select_identity).data.empty());
    CHECK(card.send("00A40400 07 A0000002471001 00").data_hex() == "6F098407A0000002471001");
    CHECK(card.send("00A4040C 06 A00000024710").sw == Sw::not_found);
}

TEST_CASE("[ID-2] [ACC-4] files need the CAN; presence is not told without it")
{
    IssuedCard card;
    card.send(select_identity);
    for (const char* read : {"00B09E00 00", "00B08100 00", "00B08200 00", "00B09D00 00"})
        CHECK_MESSAGE(card.send(read).sw == Sw::security_status, read);
    CHECK(card.send("00A4020C 02 0101").sw == Sw::security_status);

    Reader reader{card};
    REQUIRE(reader.pace(can) == Sw::ok);
    CHECK(reader.send(0xA4, 0x040C, identity).sw == Sw::ok);
    CHECK(reader.read(0x1E).data_hex() == "6003010203");
    CHECK(reader.read(0x1E).sw == Sw::end_of_file);
    CHECK(reader.read(0x01).data_hex() == "6105AABBCCDDEE");
    CHECK(reader.read(0x02).sw == Sw::not_found);
    CHECK(reader.read(0x1D).sw == Sw::not_found);
    CHECK(reader.send(0xA4, 0x020C, hex("0101")).sw == Sw::ok);
    CHECK(reader.send(0xB0, 0x0002, {}, 2).data_hex() == "AABB");
}

TEST_CASE("[ID-3] MSE:Set AT for PACE")
{
    IssuedCard card;
    CHECK(card.send(mse_can).sw == Sw::ok);
    CHECK(card.send("0022C1A4 12 800A04007F00070202040202 830102 84010C").sw == Sw::ok);
    CHECK(card.send("0022C1A4 12 800A04007F00070202040202 830102 84010D").sw == Sw::reference_not_found);
    CHECK(card.send("0022C1A4 0F 800A04007F00070202040202 830103").sw == Sw::reference_not_found);
    CHECK(card.send("0022C1A4 0F 800A04007F00070202040204 830102").sw == Sw::wrong_data);
    CHECK(card.send("0022C1A4 0F 830102 800A04007F00070202040202").sw == Sw::wrong_data);
    CHECK(card.send("0022C1A4 0C 800A04007F00070202040202").sw == Sw::wrong_data);
    CHECK(card.send("0022C1A4 11 800A04007F00070202040202 830102 8500").sw == Sw::wrong_data);
    for (const char* application : {select_identity, "00A4040C 05 A000000308", "00A4040C 08 A000000151000000"}) {
        card.send(application);
        CHECK(card.send(mse_can).sw == Sw::ok);
    }
    TestCard blank;
    CHECK(blank.send(mse_can).sw == Sw::reference_not_found);

    Reader reader{card};
    REQUIRE(reader.pace(can) == Sw::ok);
    CHECK(reader.send(0x22, 0xC1A4, hex("800A04007F00070202040202 830102")).sw == Sw::conditions);
}

TEST_CASE("[ID-4] steps of PACE in their order")
{
    IssuedCard card;
    CHECK(card.send("10860000 02 7C00 00").sw == Sw::conditions);
    card.send(mse_can);
    CHECK(card.send("00860000 02 7C00 00").sw == Sw::conditions);
    card.send(mse_can);
    const Reply nonce = card.send("10860000 02 7C00 00");
    CHECK(nonce.sw == Sw::ok);
    CHECK(nonce.data.size() == 20);
    CHECK(card.send("10860000 02 7C00 00").sw == Sw::wrong_data);
    card.send(mse_can);
    CHECK(card.send("10860001 02 7C00 00").sw == Sw::wrong_parameters);
    card.send(mse_can);
    CHECK(card.send("10860000 04 7C028000 00").sw == Sw::wrong_data);
    Reader reader{card};
    CHECK(reader.pace(can) == Sw::ok);
}

TEST_CASE("[ID-5] points are checked")
{
    IssuedCard card;
    const std::string x(64, '0');
    for (const std::string& point : {
             "04" + x + x,                 // not on the curve
             "04" + std::string(128, 'F'), // beyond the field
             std::string{"00"},            // infinity
             "02" + std::string(64, '1'),  // compressed
             std::string{"04AABB"},        // cut
         }) {
        card.send(mse_can);
        REQUIRE(card.send("10860000 02 7C00 00").sw == Sw::ok);
        CHECK(
            card.send(command(0x10, 0x86, 0, tlv::make(0x7C, tlv::make(0x81, hex(point))), 256)).sw == Sw::wrong_data);
    }
}

TEST_CASE("[ID-6] an error or another command ends the run")
{
    IssuedCard card;
    Reader reader{card};
    REQUIRE(reader.pace_until_token(can) == Sw::ok);
    card.send("00A4000C 02 3F00");
    CHECK(reader.pace_token() == Sw::conditions);
    card.send(mse_can);
    REQUIRE(card.send("10860000 02 7C00 00").sw == Sw::ok);
    CHECK(card.send("10860000 02 7C00 00").sw == Sw::wrong_data);
    CHECK(card.send("10860000 02 7C00 00").sw == Sw::conditions);
}

TEST_CASE("[ID-7] [ACC-6] a wrong CAN is answered later and later, and never blocked")
{
    IssuedCard card;
    Reader reader{card};
    for (unsigned i = 0; i < 6; ++i)
        CHECK(reader.pace("000000") == Sw::authentication_failed);
    const std::vector<milliseconds> expected{milliseconds{1000}, milliseconds{2000}, milliseconds{4000},
        milliseconds{8000}, milliseconds{8000}, milliseconds{8000}};
    CHECK(card.waits() == expected);
    card.reset();
    CHECK(reader.pace("000000") == Sw::authentication_failed);
    CHECK(card.waits().back() == milliseconds{8000});
    CHECK(reader.pace(can) == Sw::ok);
    CHECK(card.waits().size() == 7);
    CHECK(card.image().password_failures == 0);
    CHECK(reader.pace("000000") == Sw::authentication_failed);
    CHECK(card.waits().back() == milliseconds{1000});
}

TEST_CASE("[ACC-7] a delay that was cut short is served before the next nonce")
{
    IssuedCard card;
    Reader reader{card};

    struct SupplyCut {};

    card.at_wait = [] { throw SupplyCut{}; };
    CHECK_THROWS_AS(reader.pace("000000"), SupplyCut);
    CHECK(card.image().password_failures == 1);
    CHECK(card.image().delay_owed);

    card.at_wait = [] {};
    card.reset();
    CHECK(reader.pace_until_token(can) == Sw::ok);
    CHECK(card.waits() == std::vector<milliseconds>{milliseconds{1000}});
    CHECK(reader.pace_token() == Sw::ok);
    CHECK(card.waits().size() == 1);
}

TEST_CASE("[ID-8] [ID-9] [ID-11] secure messaging after PACE, errors protected")
{
    IssuedCard card;
    Reader reader{card};
    REQUIRE(reader.pace(can) == Sw::ok);
    CHECK(reader.send(0xA4, 0x000C, hex("3F00")).sw == Sw::ok);
    CHECK(reader.read(0x1C).data == card_access(card.profile().pace));
    CHECK(reader.send(0xB0, 0x8500, {}, 256).sw == Sw::not_found);
    CHECK(reader.send(0xFE, 0x0000).sw == Sw::unknown_instruction);
    // an odd instruction: DO 85
    CHECK(reader.send(0xA4, 0x040C, hex("A000000308")).sw == Sw::ok);
    CHECK(reader.send(0xCB, 0x3FFF, hex("5C017E"), 256).data.size() == 20);
    // a chain
    CHECK(reader.send(0xCB, 0x3FFF, hex("5C"), 0, 0x1C).sw == Sw::ok);
    CHECK(reader.send(0xCB, 0x3FFF, hex("017E"), 256).data.size() == 20);
}

TEST_CASE("[ID-10] broken secure messaging ends the channel")
{
    IssuedCard card;
    Reader reader{card};
    CHECK(card.send("0CB09C00 0D 970100 8E080000000000000000 00").sw == Sw::no_secure_messaging);
    const auto broken = [&](const std::function<void(Bytes&)>& change) {
        REQUIRE(reader.pace(can) == Sw::ok);
        Bytes apdu = reader.wrap(0xB0, 0x9C00, {}, 16);
        change(apdu);
        const Sw sw = card.send(apdu).sw;
        CHECK(card.send(reader.wrap(0xB0, 0x9C00, {}, 16)).sw == Sw::no_secure_messaging);
        return sw;
    };
    CHECK(broken([](Bytes& apdu) { apdu[apdu.size() - 2] ^= 0x01; }) == Sw::sm_objects_wrong); // MAC
    CHECK(broken([](Bytes& apdu) { apdu[2] = 0x9E; }) == Sw::sm_objects_wrong);                // header
    CHECK(broken([](Bytes& apdu) { apdu[5] = 0x98; }) == Sw::sm_objects_wrong);                // unknown object
    CHECK(broken([](Bytes& apdu) { apdu = hex("0CB09C00 03 970110 00"); }) == Sw::sm_objects_missing);
    CHECK(broken([](Bytes& apdu) { apdu = hex("0CB09C00 00"); }) == Sw::sm_objects_missing);
    CHECK(broken([](Bytes& apdu) {
        const Bytes objects = join({ByteView{apdu}.subspan(8, 10), ByteView{apdu}.subspan(5, 3)}); // disordered
        apdu = command(0x0C, 0xB0, 0x9C00, objects, 256);
    }) == Sw::sm_objects_wrong);

    // replayed
    REQUIRE(reader.pace(can) == Sw::ok);
    const Bytes once = reader.wrap(0xB0, 0x9C00, {}, 16);
    CHECK(card.send(once).sw == Sw::ok);
    CHECK(card.send(once).sw == Sw::sm_objects_wrong);
}

TEST_CASE("[ID-12] a command in clear ends the channel, SELECT under it does not")
{
    IssuedCard card;
    Reader reader{card};
    REQUIRE(reader.pace(can) == Sw::ok);
    CHECK(reader.send(0xA4, 0x040C, hex("A000000308")).sw == Sw::ok);
    CHECK(reader.send(0xA4, 0x000C, hex("3F00")).sw == Sw::ok);
    CHECK(reader.send(0xA4, 0x040C, identity).sw == Sw::ok);
    CHECK(reader.read(0x01).sw == Sw::end_of_file);
    CHECK(card.send("00B08100 00").sw == Sw::security_status);
    CHECK(card.send(reader.wrap(0xB0, 0x8100, {}, 16)).sw == Sw::no_secure_messaging);
}

TEST_CASE("[ID-13] MSE:Set AT for Chip Authentication")
{
    IssuedCard card;
    Reader reader{card};
    REQUIRE(reader.pace(can) == Sw::ok);
    CHECK(reader.send(0x22, 0x41A4, hex("800A04007F00070202030202")).sw == Sw::wrong_parameters); // not selected
    reader.send(0xA4, 0x040C, identity);
    CHECK(reader.send(0x22, 0x41A4, hex("800A04007F00070202030202")).sw == Sw::ok);
    CHECK(reader.send(0x22, 0x41A4, hex("800A04007F00070202030202 840101")).sw == Sw::ok);
    CHECK(reader.send(0x22, 0x41A4, hex("800A04007F00070202030202 840102")).sw == Sw::reference_not_found);
    CHECK(reader.send(0x22, 0x41A4, hex("800A04007F00070202030204")).sw == Sw::wrong_data);
    CHECK(reader.send(0x22, 0x41B6, hex("800A04007F00070202030202")).sw == Sw::wrong_parameters);
    card.change([](Image& image) { image.ca_key.reset(); });
    CHECK(reader.send(0x22, 0x41A4, hex("800A04007F00070202030202")).sw == Sw::reference_not_found);
}

TEST_CASE("[ID-14] [ID-15] Chip Authentication under PACE changes the keys and keeps the CAN's rights")
{
    IssuedCard card;
    Reader reader{card};
    reader.point_of_card = card.ca_point();
    REQUIRE(reader.pace(can) == Sw::ok);
    reader.send(0xA4, 0x040C, identity);
    CHECK(reader.send(0x86, 0x0000, hex("7C00"), 256).sw == Sw::conditions);
    CHECK(reader.chip_authentication() == Sw::ok);
    CHECK(reader.read(0x01).data_hex() == "6105AABBCCDDEE");

    reader.send(0x22, 0x41A4, hex("800A04007F00070202030202"));
    const Bytes off_curve = tlv::make(0x7C, tlv::make(0x80, join({hex("04"), Bytes(64, 0x01)})));
    CHECK(reader.send(0x86, 0x0000, off_curve, 256).sw == Sw::wrong_data);
    CHECK(reader.read(0x01).sw == Sw::end_of_file); // under the old keys, which still hold
}

TEST_CASE("[ACC-5] [ID-15] Chip Authentication in clear only before SECURED, and it opens no file")
{
    IssuedCard card;
    Reader reader{card};
    reader.point_of_card = card.ca_point();
    card.send(select_identity);
    CHECK(reader.chip_authentication() == Sw::security_status);

    card.change([](Image& image) { image.life_cycle = LifeCycle::op_ready; });
    Host host{card, issuer_keys()};
    REQUIRE(host.open() == Sw::ok);
    CHECK(host.send(0x22, 0x41A4, hex("800A04007F00070202030202"), 0x04).sw == Sw::conditions);
    CHECK(reader.chip_authentication() == Sw::ok);
    CHECK(card.send(host.wrap(0xB0, 0x8100)).sw == Sw::security_status); // the session is over
    Reader again{card};
    again.point_of_card = card.ca_point();
    REQUIRE(again.chip_authentication() == Sw::ok);
    CHECK(again.send(0xA4, 0x040C, identity).sw == Sw::ok);
    CHECK(again.read(0x01).sw == Sw::security_status);
}

TEST_CASE("[ACC-3] free files in clear and under the CAN")
{
    IssuedCard card;
    CHECK(card.send("00B09C00 00").sw == Sw::end_of_file);
    Reader reader{card};
    REQUIRE(reader.pace(can) == Sw::ok);
    CHECK(reader.send(0xA4, 0x000C, hex("3F00")).sw == Sw::ok);
    CHECK(reader.read(0x1C).sw == Sw::end_of_file);
    CHECK(reader.send(0xA4, 0x040C, hex("A000000308")).sw == Sw::ok);
    CHECK(reader.send(0xCB, 0x3FFF, hex("5C017E"), 256).sw == Sw::ok);
}
