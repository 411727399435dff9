// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"
#include "card/crypto/ec.hpp"

namespace card::crypto {

/// The name under which the cryptographic library keeps the curve. A group looked up by name is shared and small in
/// number; one built from parameters would never be freed.
inline const char* registered_name(Curve curve)
{
    switch (curve) {
    case Curve::p256:
        return "secp256r1";
    case Curve::p384:
        return "secp384r1";
    case Curve::brainpool_p256r1:
        return "brainpool256r1";
    }
    throw Error{Errc::unsupported, "unknown curve"};
}

} // namespace card::crypto
