// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/ec.hpp"

#include "registered_curve.hpp"
#include "translate.hpp"

#include <botan/ec_group.h>
#include <botan/point_gfp.h>
#include <botan/reducer.h>
#include <botan/system_rng.h>

#include <array>

namespace card::crypto {

/// Makes points of what Botan calculated.
class PointMaker {
public:
    /// It may be a secret, and a fault may have thrown it off the curve.
    static Point make(Curve curve, const Botan::PointGFp& point)
    {
        require(!point.is_zero(), Errc::key_rejected, "elliptic curve", "the result is the point at infinity");
        require(point.on_the_curve(), Errc::key_rejected, "elliptic curve", "the result is off the curve");
        return Point{curve, point.encode(Botan::PointGFp::UNCOMPRESSED)};
    }
};

namespace {

/// Draws until a private key fits: three of four do on the worst of these curves.
constexpr int most_draws = 128;

const Botan::EC_Group& registered(Curve curve)
{
    static const std::array groups{
        Botan::EC_Group{registered_name(Curve::p256)},
        Botan::EC_Group{registered_name(Curve::p384)},
        Botan::EC_Group{registered_name(Curve::brainpool_p256r1)},
    };
    return groups.at(static_cast<std::size_t>(curve));
}

Botan::PointGFp native(const Point& point)
{
    return registered(point.curve()).OS2ECP(point.encode().data(), point.encode().size());
}

/// factor * point, blinded.
Botan::PointGFp product(const Point& point, ByteView factor)
{
    const Botan::EC_Group& group = registered(point.curve());
    std::vector<Botan::BigInt> workspace;
    const Botan::BigInt k = group.mod_order(Botan::BigInt{factor.data(), factor.size()});
    return group.blinded_var_point_multiply(native(point), k, Botan::system_rng(), workspace);
}

/// What is on the curve, for public numbers alone: Botan's own check hides them and takes three times as long.
class Equation {
public:
    explicit Equation(const Botan::EC_Group& group)
        : p_{group.get_p()}, a_{group.get_a()}, b_{group.get_b()}, modulo_p_{p_}
    {
    }

    /// (x^2 + a) x + b = y^2. [SEC1] §2.2.1
    bool holds(const Botan::BigInt& x, const Botan::BigInt& y) const
    {
        if (x >= p_ || y >= p_)
            return false;
        Botan::BigInt difference = modulo_p_.square(x);
        difference += a_;
        if (difference >= p_)
            difference -= p_;
        difference *= x;
        difference += b_;
        difference -= Botan::square(y); // either sign, and less than p^2: the reducer takes it
        return modulo_p_.reduce(difference).is_zero();
    }

private:
    Botan::BigInt p_;
    Botan::BigInt a_;
    Botan::BigInt b_;
    Botan::Modular_Reducer modulo_p_;
};

const Equation& equation_of(Curve curve)
{
    static const std::array equations{Equation{registered(Curve::p256)}, Equation{registered(Curve::p384)},
        Equation{registered(Curve::brainpool_p256r1)}};
    return equations.at(static_cast<std::size_t>(curve));
}

void require_same_curve(const KeyPair& own, const Point& peer)
{
    require(own.public_key().curve() == peer.curve(), Errc::key_rejected, "key agreement",
        "the keys lie on different curves");
}

bool is_private_key(Curve curve, ByteView candidate)
{
    const Botan::BigInt d{candidate.data(), candidate.size()};
    return d.is_nonzero() && d < registered(curve).get_order();
}

} // namespace

std::string_view curve_name(Curve curve)
{
    switch (curve) {
    case Curve::p256:
        return "P-256";
    case Curve::p384:
        return "P-384";
    case Curve::brainpool_p256r1:
        return "brainpoolP256r1";
    }
    throw Error{Errc::unsupported, "unknown curve"};
}

std::size_t field_size(Curve curve)
{
    return curve == Curve::p384 ? 48 : 32;
}

Point Point::decode(Curve curve, ByteView encoded)
{
    require(encoded.size() == 1 + 2 * field_size(curve) && encoded[0] == 0x04, Errc::key_rejected, "elliptic curve",
        "not an uncompressed point of this curve");
    return translated(Errc::key_rejected, "the point is not on the curve", [&] {
        const ByteView x = encoded.subspan(1, field_size(curve));
        const ByteView y = encoded.subspan(1 + field_size(curve));
        require(equation_of(curve).holds({x.data(), x.size()}, {y.data(), y.size()}), Errc::key_rejected,
            "elliptic curve", "the point is not on the curve");
        return Point{curve, to_bytes(encoded)};
    });
}

Point multiply(const Point& point, ByteView factor)
{
    return translated(Errc::key_rejected, "point multiplication failed",
        [&] { return PointMaker::make(point.curve(), product(point, factor)); });
}

bool is_multiple(const Point& product, const Point& point, ByteView factor)
{
    try {
        return multiply(point, factor) == product;
    } catch (const Error& error) { // the product is infinity
        if (error.code() == Errc::key_rejected)
            return false;
        throw;
    }
}

Point add(const Point& a, const Point& b)
{
    require(a.curve() == b.curve(), Errc::key_rejected, "elliptic curve", "the points lie on different curves");
    return translated(Errc::key_rejected, "point addition failed",
        [&] { return PointMaker::make(a.curve(), native(a) + native(b)); });
}

Group::Group(Curve curve) : generator_{PointMaker::make(curve, registered(curve).get_base_point())} {}

Group Group::with_generator(Point generator) const
{
    require(generator.curve() == curve(), Errc::key_rejected, "elliptic curve", "a generator of another curve");
    return Group{std::move(generator)};
}

KeyPair Group::generate(RandomSource& random) const
{
    for (int draw = 0; draw < most_draws; ++draw) {
        const SecureBytes candidate = random.secret(field_size(curve()));
        if (is_private_key(curve(), candidate))
            return key_pair(candidate);
    }
    throw Error{Errc::random_failed, "the random source yields no private key"};
}

KeyPair Group::key_pair(ByteView private_key) const
{
    require(private_key.size() == field_size(curve()) && is_private_key(curve(), private_key), Errc::key_rejected,
        "elliptic curve", "the private key is not between 1 and the group order");
    return {SecureBytes{private_key}, multiply(generator_, private_key)};
}

Point agree(const KeyPair& own, const Point& peer)
{
    require_same_curve(own, peer);
    return multiply(peer, own.private_key());
}

SecureBytes shared_secret(const KeyPair& own, const Point& peer)
{
    require_same_curve(own, peer);
    return translated(Errc::key_rejected, "key agreement failed", [&] {
        const Botan::PointGFp shared = product(peer, own.private_key());
        require(!shared.is_zero() && shared.on_the_curve(), Errc::key_rejected, "key agreement",
            "the result is no point to agree on");
        SecureBytes x{field_size(peer.curve())};
        Botan::BigInt::encode_1363(x.data(), x.size(), shared.get_affine_x());
        return x;
    });
}

} // namespace card::crypto
