// SPDX-License-Identifier: Apache-2.0
#include "issuer/radar/ec_checks.hpp"

#include <map>
#include <set>

namespace perso::issuer::radar {

namespace {

/// A point and its negative have the same x.
std::set<card::Bytes> trivial_points(card::crypto::Curve curve)
{
    const card::crypto::Point generator = card::crypto::Group{curve}.generator();
    std::set<card::Bytes> coordinates;
    for (unsigned factor = 1; factor <= trivial_private_keys; ++factor)
        coordinates.insert(card::to_bytes(card::crypto::multiply(generator, card::big_endian(factor, 1)).x()));
    return coordinates;
}

const std::set<card::Bytes>& known_trivial_points(card::crypto::Curve curve)
{
    using card::crypto::Curve;
    static const std::map<Curve, std::set<card::Bytes>> known{{Curve::p256, trivial_points(Curve::p256)},
        {Curve::p384, trivial_points(Curve::p384)}, {Curve::brainpool_p256r1, trivial_points(Curve::brainpool_p256r1)}};
    return known.at(curve);
}

} // namespace

bool has_trivial_private_key(const card::crypto::Point& point)
{
    return known_trivial_points(point.curve()).contains(card::to_bytes(point.x()));
}

} // namespace perso::issuer::radar
