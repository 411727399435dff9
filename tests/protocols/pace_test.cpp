// SPDX-License-Identifier: Apache-2.0
#include "ec.hpp"
#include "protocols/reference_card.hpp"
#include "support/specimen_mrz.hpp"
#include "support/throws.hpp"

#include "card/auth/chip_authentication.hpp"
#include "card/auth/pace.hpp"
#include "card/iso7816/files.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/iso7816/select.hpp"
#include "card/sm/secure_channel.hpp"

#include <doctest/doctest.h>

using namespace card;
using iso7816::PlainChannel;
using test::ReferenceCard;
namespace pace = auth::pace;

namespace {

const auth::Can can{as_bytes("500000")};

const Bytes dg1{0x61, 0x03, 0x01, 0x02, 0x03};

refcard::Profile profile_of(unsigned parameter_id, unsigned key_bits, std::vector<refcard::Mapping> mappings)
{
    refcard::Profile profile = refcard::Profile::builtin();
    profile.pace.parameter_id = parameter_id;
    profile.pace.key_bits = key_bits;
    profile.pace.mappings = std::move(mappings);
    profile.ca_key_bits = key_bits;
    return profile;
}

refcard::ec::Curve curve_of(ReferenceCard& card)
{
    return refcard::ec::Curve::by_parameter_id(card.inside().profile().pace.parameter_id);
}

/// A card with both passwords, a file and its keys.
void issue(ReferenceCard& card)
{
    const auth::Mrz mrz{test::specimen_mrz()};
    card.inside().change([&](refcard::Image& image) {
        image.can = test::card_side(can.secret());
        image.mrz_key = test::card_side(mrz.secret());
        image.files[0x0101] = test::card_side(dg1);
        image.ca_key = refcard::Bytes(32, 0x07);
        image.cam_key = refcard::Bytes(curve_of(card).size(), 0x05);
    });
}

lds::SecurityInfos card_access(PlainChannel& plain)
{
    plain.transmit(iso7816::select_master_file()).require(iso7816::sw::ok, "SELECT MF");
    return lds::decode_security_infos(iso7816::read_file(plain, iso7816::Sfi{0x1C}, 4096, "EF.CardAccess"));
}

crypto::Point public_key(const refcard::ec::Curve& curve, crypto::Curve name, const refcard::Bytes& scalar)
{
    return crypto::Point::decode(name, test::host_side(curve.multiply_generator(scalar).encoding()));
}

void check_reads(sm::SecureChannel& channel)
{
    const iso7816::Aid identity{Bytes{0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01}};
    CHECK(channel.transmit(iso7816::select_application(identity)).sw() == iso7816::sw::ok);
    CHECK(iso7816::read_file(channel, iso7816::Sfi{1}, 100, "EF.DG1") == dg1);
}

} // namespace

TEST_CASE(
    "reference card: PACE on every curve, key size and mapping, with CAN and MRZ, then files and the chip's proof")
{
    const auth::Mrz mrz{test::specimen_mrz()};
    for (const unsigned parameter_id : {12U, 13U, 15U}) {
        for (const unsigned key_bits : {128U, 192U, 256U}) {
            for (const auto mapping : {refcard::Mapping::generic, refcard::Mapping::chip_authentication}) {
                for (const auth::Password* password :
                    {static_cast<const auth::Password*>(&can), static_cast<const auth::Password*>(&mrz)}) {
                    CAPTURE(parameter_id);
                    CAPTURE(key_bits);
                    ReferenceCard card{profile_of(parameter_id, key_bits, {mapping})};
                    issue(card);
                    PlainChannel plain{card};
                    const pace::Parameters parameters = pace::choose(card_access(plain));
                    CHECK(parameters.parameter_id == parameter_id);
                    CHECK(parameters.key_size == key_bits / 8);
                    pace::Established established =
                        pace::establish(plain, parameters, *password, crypto::system_random());
                    sm::SecureChannel channel{plain, std::move(established.keys)};
                    check_reads(channel);

                    const bool cam = mapping == refcard::Mapping::chip_authentication;
                    REQUIRE(established.mapping.has_value() == cam);
                    if (cam) {
                        const auto key =
                            public_key(curve_of(card), parameters.group.curve(), *card.inside().image().cam_key);
                        CHECK(pace::maps_to(key, *established.mapping));
                        CHECK_FALSE(pace::maps_to(parameters.group.generator(), *established.mapping));
                    }
                }
            }
        }
    }
}

TEST_CASE("reference card: chip authentication mapping comes before generic mapping, and a clone's proves nothing")
{
    ReferenceCard genuine{profile_of(12, 128, {refcard::Mapping::generic, refcard::Mapping::chip_authentication})};
    issue(genuine);
    const auto key = public_key(curve_of(genuine), crypto::Curve::p256, *genuine.inside().image().cam_key);
    ReferenceCard clone{genuine.inside().profile()};
    issue(clone);
    clone.inside().change([](refcard::Image& image) { image.cam_key = refcard::Bytes(32, 0x06); });

    for (ReferenceCard* card : {&genuine, &clone}) {
        PlainChannel plain{*card};
        const pace::Parameters parameters = pace::choose(card_access(plain));
        CHECK(parameters.mapping == pace::Mapping::chip_authentication);
        const pace::Established established = pace::establish(plain, parameters, can, crypto::system_random());
        REQUIRE(established.mapping);
        CHECK(pace::maps_to(key, *established.mapping) == (card == &genuine));
    }
}

TEST_CASE("reference card: a wrong CAN or MRZ is refused at the token")
{
    ReferenceCard card{profile_of(13, 256, {refcard::Mapping::generic})};
    issue(card);
    PlainChannel plain{card};
    const pace::Parameters parameters = pace::choose(card_access(plain));
    const auto outcome = [&](const auth::Password& password) {
        return test::error_of([&] { return pace::establish(plain, parameters, password, crypto::system_random()); });
    };
    lds::Mrz other = test::specimen_mrz();
    other.date_of_expiry = "361122";
    CHECK(outcome(auth::Can{as_bytes("500001")}) == Errc::can_wrong);
    CHECK(outcome(auth::Mrz{other}) == Errc::mrz_wrong);
    CHECK(outcome(can) == std::nullopt);
}

TEST_CASE("reference card: Chip Authentication with AES of every size")
{
    for (const unsigned key_bits : {128U, 192U, 256U}) {
        const std::string protocol = "0.4.0.127.0.7.2.2.3.2." + std::to_string(key_bits / 64);
        CAPTURE(key_bits);
        ReferenceCard card{profile_of(12, key_bits, {refcard::Mapping::generic})};
        issue(card);
        PlainChannel plain{card};
        sm::SecureChannel before{
            plain, pace::establish(plain, pace::choose(card_access(plain)), can, crypto::system_random()).keys};
        check_reads(before);

        const auto key = public_key(curve_of(card), crypto::Curve::p256, *card.inside().image().ca_key);
        const auth::chip::Parameters parameters{
            tlv::Oid{protocol}, card.inside().profile().ca_key_id, key, key_bits / 8};
        sm::SecureChannel after{plain, auth::chip::authenticate(before, parameters, crypto::system_random())};
        check_reads(after);

        sm::SecureChannel again{
            plain, pace::establish(plain, pace::choose(card_access(plain)), can, crypto::system_random()).keys};
        check_reads(again);
        auth::chip::Parameters wrong = parameters;
        wrong.public_key = crypto::Group{crypto::Curve::p256}.generator();
        sm::SecureChannel clone{plain, auth::chip::authenticate(again, wrong, crypto::system_random())};
        CHECK(test::error_of([&] { return clone.transmit(iso7816::select_master_file()); }) ==
              Errc::secure_messaging_failed);
    }
}
