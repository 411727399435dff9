// SPDX-License-Identifier: Apache-2.0
#include "mechanisms.hpp"

#include "errors.hpp"

#include <algorithm>
#include <array>

namespace p11 {
namespace {

using card::crypto::Hash;

/// ECDSA over P-256, the key on the card.
constexpr CK_MECHANISM_INFO p256_signature{
    256, 256, CKF_HW | CKF_SIGN | CKF_EC_F_P | CKF_EC_NAMEDCURVE | CKF_EC_UNCOMPRESS};

constexpr std::array table{
    Mechanism{CKM_ECDSA, std::nullopt, p256_signature},
    Mechanism{CKM_ECDSA_SHA1, Hash::sha1, p256_signature},
    Mechanism{CKM_ECDSA_SHA224, Hash::sha224, p256_signature},
    Mechanism{CKM_ECDSA_SHA256, Hash::sha256, p256_signature},
    Mechanism{CKM_ECDSA_SHA384, Hash::sha384, p256_signature},
    Mechanism{CKM_ECDSA_SHA512, Hash::sha512, p256_signature},
};

} // namespace

std::span<const Mechanism> mechanisms()
{
    return table;
}

const Mechanism& find_mechanism(CK_MECHANISM_TYPE type)
{
    const auto found = std::find_if(table.begin(), table.end(), [&](const Mechanism& m) { return m.type == type; });
    require(found != table.end(), CKR_MECHANISM_INVALID);
    return *found;
}

} // namespace p11
