// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/ec.hpp"

#include "support/fixed_random.hpp"
#include "support/throws.hpp"
#include "support/vectors.hpp"

#include "card/base/hex.hpp"

#include <doctest/doctest.h>

using namespace card;
using crypto::Curve;
using crypto::Group;
using crypto::Point;

namespace {

constexpr Curve all_curves[] = {Curve::p256, Curve::p384, Curve::brainpool_p256r1};

/// The order n of P-256. [800-186] §3.2.1.3
const Bytes n_p256 = from_hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

Bytes scalar(Curve curve, std::uint64_t value)
{
    return big_endian(value, crypto::field_size(curve));
}

} // namespace

TEST_CASE("ec: key agreement on P-256 keeps leading zeros, Wycheproof")
{
    for (const test::Vector& vector : test::read_vectors("ecdh_p256.vec")) {
        CAPTURE(vector.text("Shared"));
        const Group group{Curve::p256};
        const crypto::KeyPair own = group.key_pair(vector.bytes("Private"));
        const SecureBytes shared = crypto::shared_secret(own, group.decode(vector.bytes("Public")));
        CHECK(to_hex(shared) == to_hex(vector.bytes("Shared")));
    }
}

TEST_CASE("ec: public keys, agreement and mapping on brainpoolP256r1, [9303-11] App. G.1 and the EAC 2 worked example")
{
    for (const char* file : {"pace_gm.vec", "pace_gm_calculations.vec"}) {
        const test::Vector vector = test::read_vectors(file).at(0);
        CAPTURE(vector.source);
        const Group group{Curve::brainpool_p256r1};
        const crypto::KeyPair map_ifd = group.key_pair(vector.bytes("MapPrivateIfd"));
        const crypto::KeyPair map_ic = group.key_pair(vector.bytes("MapPrivateIc"));
        CHECK(to_hex(map_ifd.public_key().encode()) == to_hex(vector.bytes("MapPublicIfd")));
        CHECK(to_hex(map_ic.public_key().encode()) == to_hex(vector.bytes("MapPublicIc")));

        const Point h = crypto::agree(map_ifd, map_ic.public_key());
        CHECK(h == crypto::agree(map_ic, map_ifd.public_key()));
        CHECK(to_hex(h.encode()) == to_hex(vector.bytes("H")));

        const Point mapped = crypto::add(crypto::multiply(group.generator(), vector.bytes("S")), h);
        CHECK(to_hex(mapped.encode()) == to_hex(vector.bytes("MappedGenerator")));

        const Group over_mapped = group.with_generator(mapped);
        const crypto::KeyPair ifd = over_mapped.key_pair(vector.bytes("PrivateIfd"));
        CHECK(to_hex(ifd.public_key().encode()) == to_hex(vector.bytes("PublicIfd")));
        CHECK(to_hex(crypto::shared_secret(ifd, over_mapped.decode(vector.bytes("PublicIc")))) ==
              to_hex(vector.bytes("K")));
    }
}

TEST_CASE("ec: agreement gives both sides the same on every curve")
{
    for (const Curve curve : all_curves) {
        CAPTURE(crypto::curve_name(curve));
        const Group group{curve};
        const crypto::KeyPair a = group.generate(crypto::system_random());
        const crypto::KeyPair b = group.generate(crypto::system_random());
        CHECK(crypto::agree(a, b.public_key()) == crypto::agree(b, a.public_key()));
        CHECK(a.public_key().encode().size() == 1 + 2 * crypto::field_size(curve));
        CHECK(group.key_pair(scalar(curve, 1)).public_key() == group.generator());
        CHECK(
            crypto::multiply(group.generator(), scalar(curve, 2)) == crypto::add(group.generator(), group.generator()));
    }
}

TEST_CASE("ec: multiples of the generator are taken, and none of their neighbours")
{
    for (const Curve curve : all_curves) {
        for (std::uint64_t i = 1; i <= 40; ++i) {
            const Bytes encoded = crypto::multiply(Group{curve}.generator(), scalar(curve, i)).encode();
            CHECK(Point::decode(curve, encoded).encode() == encoded);
            for (const std::size_t at : {crypto::field_size(curve), encoded.size() - 1}) { // last byte of x, of y
                Bytes neighbour = encoded;
                neighbour.at(at) ^= 0x01;
                CHECK(test::error_of([&] { return Point::decode(curve, neighbour); }) == Errc::key_rejected);
            }
        }
    }
}

TEST_CASE("ec: what is no point of the curve is rejected")
{
    for (const Curve curve : all_curves) {
        CAPTURE(crypto::curve_name(curve));
        const Bytes good = Group{curve}.generator().encode();
        const auto rejected = [&](const Bytes& encoded) {
            return test::error_of([&] { return Point::decode(curve, encoded); }) == Errc::key_rejected;
        };

        for (std::size_t size = 0; size < good.size(); ++size)
            CHECK(rejected({good.begin(), good.begin() + static_cast<std::ptrdiff_t>(size)}));
        CHECK(rejected(concat({good, Bytes{0x00}}))); // trailing byte
        CHECK(rejected({0x00}));                      // infinity
        CHECK(rejected(concat({Bytes{0x04}, Bytes(good.size() - 1, 0x00)})));
        CHECK(rejected(concat({Bytes{0x04}, Bytes(good.size() - 1, 0xFF)}))); // coordinates above p

        Bytes off_curve = good;
        off_curve.back() ^= 0x01;
        CHECK(rejected(off_curve));

        for (const int form : {0x00, 0x02, 0x03, 0x05, 0x06, 0x07}) {
            Bytes other_form = good;
            other_form[0] = static_cast<std::uint8_t>(form);
            CHECK(rejected(other_form));
        }
    }
    const Bytes brainpool = Group{Curve::brainpool_p256r1}.generator().encode();
    CHECK(test::error_of([&] { return Point::decode(Curve::p256, brainpool); }) == Errc::key_rejected);
}

TEST_CASE("ec: private keys outside 1 to n-1 are rejected")
{
    const Group group{Curve::p256};
    const auto rejected = [&](const Bytes& key) {
        return test::error_of([&] { return group.key_pair(key); }) == Errc::key_rejected;
    };
    Bytes n_less_1 = n_p256;
    n_less_1.back() -= 1;
    CHECK_FALSE(rejected(n_less_1));
    CHECK(rejected(n_p256));
    CHECK(rejected(Bytes(32, 0x00)));
    CHECK(rejected(Bytes(32, 0xFF)));
    CHECK(rejected(Bytes(31, 0x01)));
    CHECK(rejected(Bytes(33, 0x01)));
}

TEST_CASE("ec: results at infinity and mixed curves are rejected")
{
    const Group group{Curve::p256};
    Bytes n_less_1 = n_p256;
    n_less_1.back() -= 1;
    const Point minus_g = crypto::multiply(group.generator(), n_less_1);
    CHECK(minus_g.x().size() == 32);
    CHECK(equal(minus_g.x(), group.generator().x()));
    CHECK(test::error_of([&] { return crypto::add(group.generator(), minus_g); }) == Errc::key_rejected);
    CHECK(test::error_of([&] { return crypto::multiply(group.generator(), n_p256); }) == Errc::key_rejected);

    const Point other = Group{Curve::brainpool_p256r1}.generator();
    CHECK(test::error_of([&] { return crypto::add(group.generator(), other); }) == Errc::key_rejected);
    CHECK(test::error_of([&] { return group.with_generator(other); }) == Errc::key_rejected);
    const crypto::KeyPair five = group.key_pair(scalar(Curve::p256, 5));
    CHECK(test::error_of([&] { return crypto::agree(five, other); }) == Errc::key_rejected);
    CHECK(test::error_of([&] { return crypto::shared_secret(five, other); }) == Errc::key_rejected);
}

TEST_CASE("ec: a multiple, one that it is not, infinity and another curve")
{
    const Point g = Group{Curve::p256}.generator();
    const Point five_g = crypto::multiply(g, scalar(Curve::p256, 5));
    CHECK(crypto::is_multiple(five_g, g, scalar(Curve::p256, 5)));
    CHECK_FALSE(crypto::is_multiple(five_g, g, scalar(Curve::p256, 6)));
    CHECK_FALSE(crypto::is_multiple(five_g, g, scalar(Curve::p256, 0)));
    CHECK_FALSE(crypto::is_multiple(five_g, g, n_p256));
    CHECK_FALSE(crypto::is_multiple(five_g, Group{Curve::brainpool_p256r1}.generator(), scalar(Curve::p256, 5)));
}

TEST_CASE("ec: a key is drawn again while it does not fit")
{
    const Group group{Curve::p256};
    test::FixedRandom random{concat({Bytes(32, 0xFF), Bytes(32, 0x00), n_p256, scalar(Curve::p256, 7)})};
    CHECK(to_hex(group.generate(random).private_key()) == to_hex(scalar(Curve::p256, 7)));
    CHECK(random.used_up());

    class Stuck : public crypto::RandomSource {
        void fill(std::span<std::uint8_t> out) override { std::fill(out.begin(), out.end(), std::uint8_t{0xFF}); }
    };

    Stuck stuck;
    CHECK(test::error_of([&] { return group.generate(stuck); }) == Errc::random_failed);
}
