// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bytes.hpp"
#include "random.hpp"

#include <memory>
#include <optional>

/// Elliptic curves with the uncompressed point encoding of [TR-03111] §3.2.1.
namespace refcard::ec {

struct GroupState;

/// A point of one curve that was proven to lie on it and not to be infinity.
class Point {
public:
    Point(const Point&) = default;
    Point(Point&&) noexcept = default;
    Point& operator=(const Point&) = default;
    Point& operator=(Point&&) noexcept = default;
    ~Point() = default;

    /// 04 | x | y, coordinates in full length.
    const Bytes& encoding() const { return encoding_; }

    /// The coordinate alone, in full length: what a key agreement yields.
    ByteView x() const { return ByteView{encoding_}.subspan(1, (encoding_.size() - 1) / 2); }

    friend bool operator==(const Point& a, const Point& b) { return same(a.encoding_, b.encoding_); }

private:
    friend class Curve;

    explicit Point(Bytes encoding) : encoding_{std::move(encoding)} {}

    Bytes encoding_;
};

/// A curve of prime order and cofactor one.
class Curve {
public:
    /// By its standardized domain parameters: 12 P-256, 13 brainpoolP256r1, 15 P-384. [9303-11] §9.5.1
    /// Throws std::invalid_argument for others.
    static Curve by_parameter_id(unsigned id);

    static Curve p256() { return by_parameter_id(12); }

    static Curve p384() { return by_parameter_id(15); }

    std::size_t size() const; ///< bytes of a coordinate and of the order

    /// Throws Refusal{wrong_data} for any other form, a point off the curve, and infinity.
    Point decode(ByteView encoding) const;

    /// A uniform number of 1 ... order-1 in the length of the order.
    Bytes generate_scalar(Random& random) const;
    /// Whether it is one of 1 ... order-1 in the length of the order.
    bool is_scalar(ByteView bytes) const;
    /// dividend / divisor modulo the order, in the length of the order. The divisor is not zero.
    Bytes divide(ByteView dividend, ByteView divisor) const;
    /// scalar * G
    Point multiply_generator(ByteView scalar) const;
    /// scalar * point. Throws Refusal{wrong_data} if that is infinity.
    Point multiply(ByteView scalar, const Point& point) const;
    /// nonce * G + point: the generator of PACE's generic mapping. [9303-11] §4.4.3.3.1
    /// Throws Refusal{wrong_data} if that is infinity.
    Point map_generator(ByteView nonce, const Point& point) const;

    /// ECDSA signature over a hash, DER SEQUENCE of r and s. [TR-03111] §4.2.1
    Bytes sign(ByteView scalar, ByteView hash) const;

private:
    explicit Curve(std::shared_ptr<const GroupState> state) : state_{std::move(state)} {}

    std::shared_ptr<const GroupState> state_;
};

} // namespace refcard::ec
