// SPDX-License-Identifier: Apache-2.0
#include "channels.hpp"

#include "tlv.hpp"

#include <doctest/doctest.h>

using namespace refcard_test;
using std::chrono::milliseconds;

namespace {

constexpr const char* can = "123456";
const Bytes mrz_key = hex("894D03F148C6265E89845B218856EA34D00EF8E8");
const Bytes identity = hex("A0000002471001");

Profile with_pace(unsigned parameter_id, unsigned key_bits, std::vector<Mapping> mappings)
{
    Profile profile = Profile::builtin();
    profile.pace.parameter_id = parameter_id;
    profile.pace.key_bits = key_bits;
    profile.pace.mappings = std::move(mappings);
    return profile;
}

Profile with_both_mappings()
{
    return with_pace(12, 128, {Mapping::chip_authentication, Mapping::generic});
}

/// A card in the holder's hand with both passwords and a key for chip authentication mapping.
struct IssuedCard : TestCard {
    explicit IssuedCard(Profile profile = with_both_mappings()) : TestCard{std::move(profile)}
    {
        change([this](Image& image) {
            image.can = text_bytes(can);
            image.mrz_key = mrz_key;
            image.files[0x0101] = hex("6105AABBCCDDEE");
            image.ca_key = Bytes(32, 0x07);
            image.cam_key = Bytes(curve().size(), 0x05);
            image.card_security = hex("3003020101");
            image.life_cycle = LifeCycle::secured;
        });
    }

    ec::Curve curve() const { return ec::Curve::by_parameter_id(profile().pace.parameter_id); }

    Bytes cam_point() const { return curve().multiply_generator(*image().cam_key).encoding(); }
};

Sw set_template(TestCard& card, std::string_view data)
{
    return card.send(command(0x00, 0x22, 0xC1A4, hex(data))).sw;
}

} // namespace

TEST_CASE("[CRD-13] EF.CardAccess for each mapping, key length and curve")
{
    const auto shown = [](Profile profile) { return TestCard{std::move(profile)}.send("00B09C00 00").data_hex(); };
    CHECK(shown(with_pace(12, 128, {Mapping::generic})) == "31143012060A04007F0007020204020202010202010C");
    CHECK(shown(with_pace(13, 192, {Mapping::chip_authentication})) == "31143012060A04007F0007020204060302010202010D");
    CHECK(shown(with_pace(15, 256, {Mapping::chip_authentication, Mapping::generic})) ==
          "3128"
          "3012060A04007F0007020204060402010202010F"
          "3012060A04007F0007020204020402010202010F");
}

TEST_CASE("[ID-3] the template of PACE names what the card has")
{
    IssuedCard card;
    CHECK(set_template(card, "800A04007F00070202040602 830102") == Sw::ok);
    CHECK(set_template(card, "800A04007F00070202040602 830101 84010C") == Sw::ok);
    CHECK(set_template(card, "800A04007F00070202040602 830103") == Sw::reference_not_found); // PIN
    CHECK(set_template(card, "800A04007F00070202040602 830200") == Sw::wrong_data);
    CHECK(set_template(card, "800A04007F00070202040602 83020102") == Sw::reference_not_found);
    CHECK(set_template(card, "800A04007F00070202040603 830102") == Sw::wrong_data); // AES-192
    CHECK(set_template(card, "800A04007F00070202040402 830102") == Sw::wrong_data); // integrated mapping
    CHECK(set_template(card, "800904007F000702020406 830102") == Sw::wrong_data);

    IssuedCard generic{with_pace(12, 128, {Mapping::generic})};
    CHECK(set_template(generic, "800A04007F00070202040602 830102") == Sw::wrong_data);
    IssuedCard mapped{with_pace(12, 128, {Mapping::chip_authentication})};
    CHECK(set_template(mapped, "800A04007F00070202040202 830102") == Sw::wrong_data);

    card.change([](Image& image) { image.cam_key.reset(); });
    CHECK(set_template(card, "800A04007F00070202040602 830102") == Sw::reference_not_found);
    CHECK(set_template(card, "800A04007F00070202040202 830102") == Sw::ok);
}

TEST_CASE("[ID-16] [ID-17] chip authentication mapping on each curve with each key length")
{
    for (const unsigned parameter_id : {12U, 13U, 15U}) {
        for (const unsigned key_bits : {128U, 192U, 256U}) {
            CAPTURE(parameter_id);
            CAPTURE(key_bits);
            IssuedCard card{with_pace(parameter_id, key_bits, {Mapping::chip_authentication, Mapping::generic})};
            for (const Mapping mapping : {Mapping::generic, Mapping::chip_authentication}) {
                Reader reader{card};
                reader.mapping = mapping;
                CHECK(reader.pace("000000") == Sw::authentication_failed);
                REQUIRE(reader.pace(can) == Sw::ok);
                CHECK(reader.proves(card.cam_point()) == (mapping == Mapping::chip_authentication));
                CHECK(reader.send(0xA4, 0x040C, identity).sw == Sw::ok);
                CHECK(reader.read(0x01).data_hex() == "6105AABBCCDDEE");
            }
        }
    }
}

TEST_CASE("[ID-16] chip authentication data keep their leading zeros")
{
    for (const unsigned parameter_id : {12U, 13U, 15U}) {
        const ec::Curve curve = ec::Curve::by_parameter_id(parameter_id);
        const Bytes scalar(curve.size(), 0x05);
        Bytes one(curve.size());
        one.back() = 0x01;
        CHECK(curve.divide(scalar, scalar) == one);
        CHECK(curve.divide(one, one) == one);
        CHECK(curve.multiply(curve.divide(one, scalar), curve.multiply_generator(scalar)) ==
              curve.multiply_generator(one));
    }
}

TEST_CASE("[ID-5] points are checked in both steps, on each curve")
{
    for (const unsigned parameter_id : {12U, 13U, 15U}) {
        IssuedCard card{with_pace(parameter_id, 128, {Mapping::chip_authentication})};
        const std::size_t size = card.curve().size();
        Bytes off = card.cam_point();
        off.back() ^= 0x01;
        const Bytes foreign =
            ec::Curve::by_parameter_id(parameter_id == 12 ? 13 : 12).multiply_generator(Bytes(32, 0x05)).encoding();
        for (const Bytes& point :
            {off, foreign, Bytes{0x00}, Bytes(1 + 2 * size, 0x04), copy(ByteView{off}.first(size))}) {
            const auto step = [&](tlv::Tag tag, ByteView value) {
                return card.send(command(0x10, 0x86, 0, tlv::make(0x7C, tlv::make(tag, value)), 256)).sw;
            };
            const auto begin = [&] {
                REQUIRE(set_template(card, "800A04007F00070202040602 830102") == Sw::ok);
                REQUIRE(card.send("10860000 02 7C00 00").sw == Sw::ok);
            };
            begin();
            CHECK(step(0x81, point) == Sw::wrong_data);
            begin();
            CHECK(step(0x81, card.cam_point()) == Sw::ok);
            CHECK(step(0x83, point) == Sw::wrong_data);
            CHECK(step(0x83, card.cam_point()) == Sw::conditions); // the run is over
        }
    }
}

TEST_CASE("[ID-16] another chip's key proves nothing")
{
    IssuedCard card;
    const Bytes before = card.cam_point();
    Reader reader{card};
    reader.mapping = Mapping::chip_authentication;
    REQUIRE(reader.pace(can) == Sw::ok);
    CHECK(reader.proves(before));
    card.change([](Image& image) { image.cam_key = Bytes(32, 0x06); });
    REQUIRE(reader.pace(can) == Sw::ok);
    CHECK_FALSE(reader.proves(before));
    CHECK(reader.proves(card.cam_point()));
}

TEST_CASE("[ID-18] CAN and MRZ open the same, each without the other")
{
    IssuedCard card;
    Reader reader{card};
    for (const Mapping mapping : {Mapping::generic, Mapping::chip_authentication}) {
        reader.mapping = mapping;
        REQUIRE(reader.pace_mrz(mrz_key) == Sw::ok);
        CHECK(reader.send(0xA4, 0x040C, identity).sw == Sw::ok);
        CHECK(reader.read(0x01).data_hex() == "6105AABBCCDDEE");
        CHECK(reader.pace_mrz(Bytes(20, 0x01)) == Sw::authentication_failed);
    }
    CHECK(reader.pace_mrz(text_bytes(can)) == Sw::authentication_failed);
    card.change([](Image& image) { image.can.reset(); });
    CHECK(reader.pace_mrz(mrz_key) == Sw::ok);
    CHECK(reader.pace(can) == Sw::reference_not_found);
    card.change([](Image& image) {
        image.can = text_bytes(can);
        image.mrz_key.reset();
    });
    CHECK(reader.pace_mrz(mrz_key) == Sw::reference_not_found);
    CHECK(reader.pace(can) == Sw::ok);
}

TEST_CASE("[ID-7] [ACC-6] wrong CANs and wrong MRZs are counted together")
{
    IssuedCard card;
    Reader reader{card};
    CHECK(reader.pace("000000") == Sw::authentication_failed);
    CHECK(reader.pace_mrz(Bytes(20, 0x01)) == Sw::authentication_failed);
    reader.mapping = Mapping::chip_authentication;
    CHECK(reader.pace("000000") == Sw::authentication_failed);
    CHECK(card.waits() == std::vector{milliseconds{1000}, milliseconds{2000}, milliseconds{4000}});
    CHECK(reader.pace_mrz(mrz_key) == Sw::ok);
    CHECK(card.image().password_failures == 0);
}

TEST_CASE("[ID-14] Chip Authentication with longer keys")
{
    for (const unsigned bits : {192U, 256U}) {
        Profile profile = with_both_mappings();
        profile.ca_key_bits = bits;
        IssuedCard card{profile};
        Reader reader{card};
        reader.point_of_card = ec::Curve::p256().multiply_generator(*card.image().ca_key).encoding();
        REQUIRE(reader.pace(can) == Sw::ok);
        reader.send(0xA4, 0x040C, identity);
        CHECK(reader.send(0x22, 0x41A4, hex("800A04007F00070202030202")).sw == Sw::wrong_data);
        CHECK(reader.chip_authentication() == Sw::ok);
        CHECK(reader.read(0x01).data_hex() == "6105AABBCCDDEE");
    }
}

TEST_CASE("[CRD-17] [ACC-4] EF.CardSecurity after PACE alone")
{
    IssuedCard card;
    CHECK(card.send("00B09D00 00").sw == Sw::security_status);
    CHECK(card.send("00A4020C 02 011D").sw == Sw::security_status);
    Reader reader{card};
    REQUIRE(reader.pace(can) == Sw::ok);
    CHECK(reader.read(0x1D).data_hex() == "3003020101");
    CHECK(reader.send(0xA4, 0x020C, hex("011D")).sw == Sw::ok);
    CHECK(reader.send(0xB0, 0x0002, {}, 3).data_hex() == "020101");
    card.send("00A4000C 02 3F00"); // the channel is over
    CHECK(card.send("00B00000 00").sw == Sw::security_status);

    card.change([](Image& image) { image.card_security.reset(); });
    CHECK(card.send("00B09D00 00").sw == Sw::security_status);
    REQUIRE(reader.pace(can) == Sw::ok);
    CHECK(reader.read(0x1D).sw == Sw::not_found);
    // in the identity application the same short identifier is EF.SOD
    reader.send(0xA4, 0x040C, identity);
    CHECK(reader.read(0x1D).sw == Sw::not_found);
}
