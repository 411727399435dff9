// SPDX-License-Identifier: Apache-2.0
#include "card/auth/chip_mapping.hpp"

#include "support/throws.hpp"
#include "support/vectors.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/cipher.hpp"

#include <doctest/doctest.h>

using namespace card;
using crypto::Curve;
using crypto::Group;
using crypto::Point;
namespace pace = auth::pace;

namespace {

const test::Vector& worked_example()
{
    static const test::Vector vector = test::read_vectors("pace_cam.vec").at(0);
    return vector;
}

Point example_point(const char* name)
{
    return Point::decode(Curve::brainpool_p256r1, worked_example().bytes(name));
}

pace::ChipMapping example_mapping()
{
    return {example_point("MapPublicIc"), worked_example().bytes("CaIc")};
}

/// A_IC around any content, padded or not.
Bytes encrypted(ByteView k_enc, ByteView whole_blocks)
{
    return crypto::aes_cbc_encrypt(k_enc, crypto::aes_encrypt_block(k_enc, Bytes(16, 0xFF)), whole_blocks);
}

std::optional<Errc> decryption_of(const Bytes& a_ic, Curve curve = Curve::p256)
{
    CAPTURE(to_hex(a_ic));
    return test::error_of([&] { return pace::decrypt_chip_authentication_data(Bytes(16), a_ic, curve); });
}

} // namespace

TEST_CASE("chip_mapping: IV, CA_IC and the check of [9303-11] App. I")
{
    const test::Vector& example = worked_example();
    const Bytes k_enc = example.bytes("KsEnc");
    CHECK(to_hex(crypto::aes_encrypt_block(k_enc, Bytes(16, 0xFF))) == to_hex(example.bytes("Iv")));
    const Bytes ca_ic =
        pace::decrypt_chip_authentication_data(k_enc, example.bytes("ChipAuthenticationData"), Curve::brainpool_p256r1);
    CHECK(to_hex(ca_ic) == to_hex(example.bytes("CaIc")));
    CHECK(pace::maps_to(example_point("StaticPublicIc"), example_mapping()));
}

TEST_CASE("chip_mapping: another key, mapping key or CA_IC proves nothing")
{
    const Point pk_ic = example_point("StaticPublicIc");
    CHECK_FALSE(pace::maps_to(example_point("MapPublicIc"), example_mapping()));
    CHECK_FALSE(pace::maps_to(Group{Curve::brainpool_p256r1}.generator(), example_mapping()));
    CHECK_FALSE(pace::maps_to(Group{Curve::p256}.generator(), example_mapping()));
    CHECK_FALSE(pace::maps_to(pk_ic, {pk_ic, example_mapping().ca_ic}));

    const Bytes good = example_mapping().ca_ic;
    for (std::size_t bit = 0; bit < good.size() * 8; bit += 7) {
        Bytes altered = good;
        altered[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
        CHECK_FALSE(pace::maps_to(pk_ic, {example_point("MapPublicIc"), altered}));
    }
}

TEST_CASE("chip_mapping: CA_IC has the length of the order; zero and the order itself lead to no key")
{
    const Point pk_ic = example_point("StaticPublicIc");
    const Point pk_map_ic = example_point("MapPublicIc");
    const Bytes good = example_mapping().ca_ic;
    CHECK_FALSE(pace::maps_to(pk_ic, {pk_map_ic, concat({Bytes{0x00}, good})}));
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK_FALSE(pace::maps_to(pk_ic, {pk_map_ic, to_bytes(ByteView{good}.first(size))}));
    CHECK_FALSE(pace::maps_to(pk_ic, {pk_map_ic, Bytes(32)}));
    // n of brainpoolP256r1. [RFC5639] §3.4
    const Bytes n = from_hex("A9FB57DBA1EEA9BC3E660A909D838D718C397AA3B561A6F7901E0E82974856A7");
    CHECK_FALSE(pace::maps_to(pk_ic, {pk_map_ic, n}));
}

TEST_CASE("chip_mapping: CA_IC keeps its leading zeros")
{
    for (const Curve curve : {Curve::p256, Curve::p384, Curve::brainpool_p256r1}) {
        const Point pk_ic = Group{curve}.generate(crypto::system_random()).public_key();
        const Bytes small = big_endian(0x010203, crypto::field_size(curve));
        const Bytes ca_ic =
            pace::decrypt_chip_authentication_data(Bytes(32), encrypted(Bytes(32), crypto::pad80(small)), curve);
        CHECK(to_hex(ca_ic) == to_hex(small));
        CHECK(pace::maps_to(pk_ic, {crypto::multiply(pk_ic, small), ca_ic}));
    }
}

TEST_CASE("chip_mapping: chip authentication data of another length, in parts of blocks or without padding are refused")
{
    const auto padded = [](std::size_t size) { return encrypted(Bytes(16), crypto::pad80(Bytes(size, 0x5A))); };
    CHECK(decryption_of(padded(32)) == std::nullopt);
    CHECK(decryption_of(padded(48), Curve::p384) == std::nullopt);
    for (std::size_t size = 0; size < 64; ++size)
        if (size != 32)
            CHECK(decryption_of(padded(size)) == Errc::pace_failed);

    const Bytes good = padded(32);
    for (std::size_t size = 0; size < good.size(); ++size)
        CHECK(decryption_of(to_bytes(ByteView{good}.first(size))) == Errc::pace_failed);
    CHECK(decryption_of(concat({good, Bytes{0x00}})) == Errc::pace_failed);
    CHECK(decryption_of(encrypted(Bytes(16), Bytes(48, 0x5A))) == Errc::pace_failed); // no padding
    CHECK(decryption_of(encrypted(Bytes(16), Bytes(48))) == Errc::pace_failed);       // zeros alone
}
