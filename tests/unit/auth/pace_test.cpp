// SPDX-License-Identifier: Apache-2.0
#include "card/auth/pace.hpp"

#include "unit/auth/pace_chip.hpp"
#include "unit/auth/pace_example.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;
using crypto::Curve;
using crypto::Point;
using test::PaceExample;
namespace pace = auth::pace;

namespace {

constexpr Curve curves[] = {Curve::p256, Curve::p384, Curve::brainpool_p256r1};
constexpr std::size_t key_sizes[] = {16, 24, 32};
constexpr pace::Mapping mappings[] = {pace::Mapping::generic, pace::Mapping::chip_authentication};

/// Every value between password and tokens that a worked example prints. The private key of the chip, where the
/// example has it, only proves its public key.
void check_calculations(const test::Vector& vector, const SecureBytes& k_pi)
{
    CAPTURE(vector.source);
    const crypto::Group group{Curve::brainpool_p256r1};
    if (vector.has("K_pi"))
        CHECK(to_hex(k_pi) == to_hex(vector.bytes("K_pi")));
    const SecureBytes s = pace::decrypt_nonce(k_pi, vector.bytes("Z"));
    CHECK(to_hex(s) == to_hex(vector.bytes("S")));

    const crypto::KeyPair map_ifd = group.key_pair(vector.bytes("MapPrivateIfd"));
    CHECK(to_hex(map_ifd.public_key().encode()) == to_hex(vector.bytes("MapPublicIfd")));
    const Point h = crypto::agree(map_ifd, group.decode(vector.bytes("MapPublicIc")));
    CHECK(to_hex(h.encode()) == to_hex(vector.bytes("H")));
    const crypto::Group mapped = pace::map_generator(group, s, h);
    CHECK(to_hex(mapped.generator().encode()) == to_hex(vector.bytes("MappedGenerator")));

    const crypto::KeyPair ifd = mapped.key_pair(vector.bytes("PrivateIfd"));
    CHECK(to_hex(ifd.public_key().encode()) == to_hex(vector.bytes("PublicIfd")));
    const Point pk_ic = mapped.decode(vector.bytes("PublicIc"));
    if (vector.has("PrivateIc"))
        CHECK(mapped.key_pair(vector.bytes("PrivateIc")).public_key() == pk_ic);
    const SecureBytes k = crypto::shared_secret(ifd, pk_ic);
    CHECK(to_hex(k) == to_hex(vector.bytes("K")));

    const crypto::SessionKeys keys = crypto::derive_session_keys(k, 16);
    CHECK(to_hex(keys.k_enc) == to_hex(vector.bytes("KsEnc")));
    CHECK(to_hex(keys.k_mac) == to_hex(vector.bytes("KsMac")));
    const tlv::Oid protocol = tlv::Oid::from_content(vector.bytes("Protocol"));
    CHECK(to_hex(pace::token(protocol, keys.k_mac, pk_ic)) == to_hex(vector.bytes("TokenIfd")));
    CHECK(to_hex(pace::token(protocol, keys.k_mac, ifd.public_key())) == to_hex(vector.bytes("TokenIc")));
}

pace::Established establish(test::PaceChip& chip, const pace::Parameters& parameters)
{
    return pace::establish(chip, parameters, auth::Can{as_bytes("500000")}, crypto::system_random());
}

} // namespace

TEST_CASE("pace: the worked example of [9303-11] App. G.1 replayed, byte for byte")
{
    const PaceExample& example = PaceExample::generic();
    CHECK(example.parameters().mapping == pace::Mapping::generic);
    const pace::Established established = example.replay();
    CHECK(to_hex(established.keys.k_enc) == to_hex(example.values().bytes("KsEnc")));
    CHECK(to_hex(established.keys.k_mac) == to_hex(example.values().bytes("KsMac")));
    CHECK_FALSE(established.mapping);
}

TEST_CASE("pace: the worked example of chip authentication mapping, [9303-11] App. I, replayed")
{
    const PaceExample& example = PaceExample::chip_authentication();
    const pace::Parameters parameters = example.parameters();
    CHECK(parameters.mapping == pace::Mapping::chip_authentication);
    const pace::Established established = example.replay();
    CHECK(to_hex(established.keys.k_enc) == to_hex(example.values().bytes("KsEnc")));
    CHECK(to_hex(established.keys.k_mac) == to_hex(example.values().bytes("KsMac")));

    REQUIRE(established.mapping);
    CHECK(to_hex(established.mapping->pk_map_ic.encode()) == to_hex(example.values().bytes("MapPublicIc")));
    CHECK(to_hex(established.mapping->ca_ic) == to_hex(example.values().bytes("CaIc")));
    CHECK(pace::maps_to(parameters.group.decode(example.values().bytes("StaticPublicIc")), *established.mapping));
}

TEST_CASE("pace: every intermediate value of [9303-11] App. G.1, App. I and the EAC 2 worked example")
{
    for (const PaceExample* example : {&PaceExample::generic(), &PaceExample::chip_authentication()})
        check_calculations(example->values(), pace::password_key(example->mrz(), 16));
    const test::Vector eac = test::read_vectors("pace_gm_calculations.vec").at(0);
    check_calculations(eac, pace::password_key(auth::Can{eac.bytes("Password")}, 16));
}

TEST_CASE("pace: both sides agree on every curve, key size and mapping")
{
    for (const Curve curve : curves) {
        for (const std::size_t key_size : key_sizes) {
            for (const pace::Mapping mapping : mappings) {
                CAPTURE(crypto::curve_name(curve));
                CAPTURE(key_size);
                test::PaceChip chip{test::pace_parameters(curve, mapping, key_size), as_bytes("500000")};
                const pace::Established established = establish(chip, chip.parameters());
                CHECK(established.keys.k_enc.size() == key_size);
                CHECK(ct_equal(established.keys.k_enc, chip.keys().k_enc));
                CHECK(ct_equal(established.keys.k_mac, chip.keys().k_mac));

                REQUIRE(established.mapping.has_value() == (mapping == pace::Mapping::chip_authentication));
                if (established.mapping)
                    CHECK(pace::maps_to(chip.static_key(), *established.mapping));
            }
        }
    }
}

TEST_CASE("pace: the curve is named when the card offers the protocol on several")
{
    for (const Curve curve : curves) {
        test::PaceChip chip{test::pace_parameters(curve), as_bytes("500000")};
        pace::Parameters parameters = chip.parameters();
        const std::string expected = "800a04007f00070202040202830102";
        establish(chip, parameters);
        CHECK(to_hex(chip.set_at()) == expected);
        parameters.ambiguous = true;
        establish(chip, parameters);
        CHECK(to_hex(chip.set_at()) == expected + "8401" + to_hex(big_endian(parameters.parameter_id, 1)));
    }
}

TEST_CASE("pace: a shared secret keeps its leading zeros")
{
    for (const Curve curve : curves) {
        CAPTURE(crypto::curve_name(curve));
        test::PaceChip chip{test::pace_parameters(curve, pace::Mapping::generic, 32), as_bytes("500000")};
        chip.prefer_leading_zero();
        const pace::Established established = establish(chip, chip.parameters());
        REQUIRE(chip.shared_secret()[0] == 0x00);
        CHECK(chip.shared_secret().size() == crypto::field_size(curve));
        CHECK(
            ct_equal(established.keys.k_enc, crypto::derive_key(chip.shared_secret(), crypto::KeyUse::encryption, 32)));
    }
}

TEST_CASE("pace: a wrong password shows at the token")
{
    test::PaceChip chip{test::pace_parameters(Curve::p256), as_bytes("123456")};
    CHECK(test::error_of([&] {
        return pace::establish(chip, chip.parameters(), auth::Can{as_bytes("123457")}, crypto::system_random());
    }) == Errc::can_wrong);
}
