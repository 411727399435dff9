// SPDX-License-Identifier: Apache-2.0
#include "reference_card.hpp"

#include "ec.hpp"

#include "card/auth/chip_authentication.hpp"
#include "card/auth/pace.hpp"
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/iso7816/files.hpp"
#include "card/iso7816/select.hpp"
#include "card/iso7816/status_word.hpp"
#include "card/sm/secure_channel.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using namespace both_sides;

namespace {

const auth::Can can{as_bytes("123456")};
// [9303-11] App. I; the card holds what another implementation made of it.
const auth::Mrz mrz{"C11T002JM4", "9608122", "2310314"};
constexpr const char* mrz_key = "894D03F148C6265E89845B218856EA34D00EF8E8";

const iso7816::Aid identity{from_hex("A0000002471001")};

struct Choice {
    unsigned parameter_id;
    unsigned key_bits;
    refcard::Mapping mapping;
};

std::vector<Choice> choices()
{
    std::vector<Choice> all;
    for (const unsigned parameter_id : {12U, 13U, 15U}) {
        for (const unsigned key_bits : {128U, 192U, 256U}) {
            for (const auto mapping : {refcard::Mapping::generic, refcard::Mapping::chip_authentication})
                all.push_back({parameter_id, key_bits, mapping});
        }
    }
    return all;
}

refcard::Profile profile_of(const Choice& choice)
{
    refcard::Profile profile = refcard::Profile::builtin();
    profile.pace.parameter_id = choice.parameter_id;
    profile.pace.key_bits = choice.key_bits;
    profile.pace.mappings = {choice.mapping};
    return profile;
}

crypto::Curve curve_of(unsigned parameter_id)
{
    return parameter_id == 12   ? crypto::Curve::p256
           : parameter_id == 13 ? crypto::Curve::brainpool_p256r1
                                : crypto::Curve::p384;
}

/// With both passwords, both keys and two files.
void issue(refcard::Image& image)
{
    image.can = refcard::text_bytes("123456");
    image.mrz_key = refcard::from_hex(mrz_key);
    image.ca_key = refcard::Bytes(32, 0x07);
    image.files[0x0101] = refcard::from_hex("6105AABBCCDDEE");
    image.life_cycle = refcard::LifeCycle::secured;
}

auth::pace::Parameters read_parameters(iso7816::Channel& channel)
{
    channel.transmit(iso7816::select_master_file()).require(iso7816::sw::ok, "SELECT");
    const Bytes access = iso7816::read_file(channel, iso7816::Sfi{0x1C}, 1000, "EF.CardAccess");
    return auth::pace::choose(lds::decode_security_infos(access));
}

} // namespace

TEST_CASE("both sides: PACE on each curve, with each key length, mapping and password")
{
    for (const Choice& choice : choices()) {
        CAPTURE(choice.parameter_id);
        CAPTURE(choice.key_bits);
        const auto group = refcard::ec::Curve::by_parameter_id(choice.parameter_id);
        const refcard::Bytes static_scalar(group.size(), 0x05);
        ReferenceCard chip{profile_of(choice), [&](refcard::Image& image) {
                               issue(image);
                               image.cam_key = static_scalar;
                           }};
        iso7816::PlainChannel plain{chip, large};
        const auth::pace::Parameters parameters = read_parameters(plain);
        const bool maps_chip = choice.mapping == refcard::Mapping::chip_authentication;
        for (const auth::Password* password : std::initializer_list<const auth::Password*>{&can, &mrz}) {
            auto established = auth::pace::establish(plain, parameters, *password, crypto::system_random());
            CHECK(established.keys.k_enc.size() == choice.key_bits / 8);
            REQUIRE(established.mapping.has_value() == maps_chip);
            if (maps_chip) {
                const auto pk = crypto::Point::decode(
                    curve_of(choice.parameter_id), group.multiply_generator(static_scalar).encoding());
                CHECK(auth::pace::maps_to(pk, *established.mapping));
                const auto other = crypto::Point::decode(curve_of(choice.parameter_id),
                    group.multiply_generator(refcard::Bytes(group.size(), 0x06)).encoding());
                CHECK_FALSE(auth::pace::maps_to(other, *established.mapping));
            }
            sm::SecureChannel channel{plain, std::move(established.keys)};
            CHECK(channel.transmit(iso7816::select_application(identity)).sw() == iso7816::sw::ok);
            CHECK(to_hex(iso7816::read_file(channel, iso7816::Sfi{1}, 100, "EF.DG1")) == "6105aabbccddee");
        }
        const auth::Can wrong{as_bytes("000000")};
        CHECK(test::error_of([&] { auth::pace::establish(plain, parameters, wrong, crypto::system_random()); }) ==
              Errc::can_wrong);
    }
}

TEST_CASE("both sides: Chip Authentication with each key length")
{
    for (const unsigned key_bits : {128U, 192U, 256U}) {
        CAPTURE(key_bits);
        refcard::Profile profile = refcard::Profile::builtin();
        profile.pace.mappings = {refcard::Mapping::generic};
        profile.ca_key_bits = key_bits;
        ReferenceCard chip{profile, issue};
        iso7816::PlainChannel plain{chip, large};
        auto established = auth::pace::establish(plain, read_parameters(plain), can, crypto::system_random());
        sm::SecureChannel before{plain, std::move(established.keys)};
        REQUIRE(before.transmit(iso7816::select_application(identity)).sw() == iso7816::sw::ok);

        const auto point = refcard::ec::Curve::p256().multiply_generator(*chip.image().ca_key);
        lds::SecurityInfos dg14;
        dg14.chip_authentication.push_back(
            {.oid = tlv::Oid{"0.4.0.127.0.7.2.2.3.2." + std::to_string(key_bits / 64)}, .key_id = 1});
        dg14.chip_authentication_keys.push_back(
            {.key = crypto::Point::decode(crypto::Curve::p256, point.encoding()), .key_id = 1});
        const auto parameters = auth::chip::choose(dg14);
        REQUIRE(parameters.has_value());
        auto keys = auth::chip::authenticate(before, *parameters, crypto::system_random());
        CHECK(keys.k_enc.size() == key_bits / 8);
        sm::SecureChannel after{plain, std::move(keys)};
        CHECK(to_hex(iso7816::read_file(after, iso7816::Sfi{1}, 100, "EF.DG1")) == "6105aabbccddee");
    }
}

TEST_CASE("both sides: a file beyond 32,767 bytes is read whole, in the pieces of any buffer")
{
    refcard::Bytes face(65'000, 0x5A);
    for (std::size_t i = 0; i < face.size(); ++i)
        face[i] = static_cast<std::uint8_t>(i / 251);
    const refcard::Bytes header = refcard::from_hex("7582FDE4"); // 64,996 bytes follow
    std::ranges::copy(header, face.begin());
    refcard::Profile profile = refcard::Profile::builtin();
    profile.pace.mappings = {refcard::Mapping::generic};
    ReferenceCard chip{profile, [&](refcard::Image& image) {
                           issue(image);
                           image.files[0x0102] = face;
                       }};
    for (const iso7816::Limits limits : {iso7816::Limits{}, large, iso7816::Limits{.nc = 1800, .ne = 32'000}}) {
        iso7816::PlainChannel plain{chip, limits};
        auto established = auth::pace::establish(plain, read_parameters(plain), mrz, crypto::system_random());
        sm::SecureChannel channel{plain, std::move(established.keys)};
        REQUIRE(channel.transmit(iso7816::select_application(identity)).sw() == iso7816::sw::ok);
        const Bytes read = iso7816::read_file(channel, iso7816::Sfi{2}, 70'000, "EF.DG2");
        CHECK(std::ranges::equal(read, face));
    }
}
