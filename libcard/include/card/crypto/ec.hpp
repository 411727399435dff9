// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/secure_bytes.hpp"
#include "card/crypto/random.hpp"

#include <string_view>

/// Elliptic curves over prime fields, all of cofactor 1. Only registered curves: nothing that a card sends ever becomes
/// a curve, at most a point on one.
namespace card::crypto {

/// [800-186] §3.2.1, [RFC5639] §3.4
enum class Curve { p256, p384, brainpool_p256r1 };

/// "P-256", "P-384", "brainpoolP256r1".
CARD_API std::string_view curve_name(Curve curve);

/// Bytes of a coordinate. On these curves the group order has as many.
CARD_API std::size_t field_size(Curve curve);

/// A point of the curve, never infinity. Coordinates keep their full length. Wiped, because an agreed point is secret.
class CARD_API Point {
public:
    /// Takes 04 | X | Y of a public point; the time depends on it. Throws key_rejected for every other form, infinity
    /// and what is not on the curve.
    static Point decode(Curve curve, ByteView encoded);

    Point(const Point&) = default;
    Point(Point&&) = default;
    Point& operator=(const Point&) = default;
    Point& operator=(Point&&) = default;

    ~Point() { wipe(encoded_); }

    Curve curve() const noexcept { return curve_; }

    /// 04 | X | Y. [TR-03111] §3.2.1
    const Bytes& encode() const noexcept { return encoded_; }

    ByteView x() const noexcept { return ByteView{encoded_}.subspan(1, field_size(curve_)); }

    ByteView y() const noexcept { return ByteView{encoded_}.subspan(1 + field_size(curve_)); }

    friend bool operator==(const Point&, const Point&) = default;

private:
    friend class PointMaker;

    Point(Curve curve, Bytes encoded) : curve_{curve}, encoded_{std::move(encoded)} {}

    Curve curve_;
    Bytes encoded_;
};

/// factor * point. The factor is any big-endian number; throws key_rejected if the product is infinity.
CARD_API Point multiply(const Point& point, ByteView factor);

/// Whether factor * point = product.
CARD_API bool is_multiple(const Point& product, const Point& point, ByteView factor);

/// Throws key_rejected if the sum is infinity or the curves differ.
CARD_API Point add(const Point& a, const Point& b);

/// A private key d and the public key d * G, where G may be a mapped generator. Move-only.
class CARD_API KeyPair {
public:
    KeyPair(SecureBytes private_key, Point public_key)
        : private_key_{std::move(private_key)}, public_key_{std::move(public_key)}
    {
    }

    const SecureBytes& private_key() const noexcept { return private_key_; }

    const Point& public_key() const noexcept { return public_key_; }

private:
    SecureBytes private_key_;
    Point public_key_;
};

/// The points of a curve under a generator: the registered one, or the mapped one of PACE.
class CARD_API Group {
public:
    explicit Group(Curve curve);

    /// The same curve under another generator. [9303-11] §4.4.3.3
    Group with_generator(Point generator) const;

    Curve curve() const noexcept { return generator_.curve(); }

    const Point& generator() const noexcept { return generator_; }

    Point decode(ByteView encoded) const { return Point::decode(curve(), encoded); }

    /// Draws field_size bytes as the private key, again while they are zero or not below the group order.
    KeyPair generate(RandomSource& random) const;
    /// Throws key_rejected unless the private key lies between 1 and the group order less 1.
    KeyPair key_pair(ByteView private_key) const;

private:
    explicit Group(Point generator) : generator_{std::move(generator)} {}

    Point generator_;
};

/// d * Q, the whole point, as the generic mapping needs it. Throws key_rejected.
CARD_API Point agree(const KeyPair& own, const Point& peer);

/// The x-coordinate of d * Q, in full length. [TR-03111] §4.3.1 Throws key_rejected.
CARD_API SecureBytes shared_secret(const KeyPair& own, const Point& peer);

} // namespace card::crypto
