// SPDX-License-Identifier: Apache-2.0
#include "issuer/radar/ec_checks.hpp"

#include "card/base/error.hpp"

#include <set>

namespace perso::issuer::radar {

namespace {

using card::crypto::Curve;
using card::crypto::Point;

/// A point and its negative have the same x.
std::set<card::Bytes> trivial_points(Curve curve)
{
    const Point generator = card::crypto::Group{curve}.generator();
    std::set<card::Bytes> coordinates;
    Point multiple = generator;
    for (unsigned factor = 1; factor <= trivial_private_keys; ++factor) {
        coordinates.insert(card::to_bytes(multiple.x()));
        multiple = card::crypto::add(multiple, generator);
    }
    return coordinates;
}

template <Curve curve>
const std::set<card::Bytes>& known_trivial_points()
{
    static const auto known = trivial_points(curve);
    return known;
}

const std::set<card::Bytes>& known_trivial_points(Curve curve)
{
    switch (curve) {
    case Curve::p256:
        return known_trivial_points<Curve::p256>();
    case Curve::p384:
        return known_trivial_points<Curve::p384>();
    case Curve::brainpool_p256r1:
        return known_trivial_points<Curve::brainpool_p256r1>();
    }
    throw card::Error{card::Errc::unsupported, "unknown curve"};
}

} // namespace

bool has_trivial_private_key(const card::crypto::Point& point)
{
    return known_trivial_points(point.curve()).contains(card::to_bytes(point.x()));
}

} // namespace perso::issuer::radar
