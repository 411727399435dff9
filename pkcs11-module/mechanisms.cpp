// SPDX-License-Identifier: Apache-2.0
#include "mechanisms.hpp"

#include "errors.hpp"

#include <algorithm>
#include <array>

namespace p11 {
namespace {

using card::crypto::Hash;

constexpr std::array table{
    Mechanism{CKM_ECDSA, KeyKind::ec, std::nullopt},
    Mechanism{CKM_ECDSA_SHA1, KeyKind::ec, Hash::sha1},
    Mechanism{CKM_ECDSA_SHA224, KeyKind::ec, Hash::sha224},
    Mechanism{CKM_ECDSA_SHA256, KeyKind::ec, Hash::sha256},
    Mechanism{CKM_ECDSA_SHA384, KeyKind::ec, Hash::sha384},
    Mechanism{CKM_ECDSA_SHA512, KeyKind::ec, Hash::sha512},
    Mechanism{CKM_RSA_PKCS, KeyKind::rsa, std::nullopt},
    Mechanism{CKM_SHA1_RSA_PKCS, KeyKind::rsa, Hash::sha1},
    Mechanism{CKM_SHA224_RSA_PKCS, KeyKind::rsa, Hash::sha224},
    Mechanism{CKM_SHA256_RSA_PKCS, KeyKind::rsa, Hash::sha256},
    Mechanism{CKM_SHA384_RSA_PKCS, KeyKind::rsa, Hash::sha384},
    Mechanism{CKM_SHA512_RSA_PKCS, KeyKind::rsa, Hash::sha512},
};

/// The keys are on the card, and the curves go by name.
constexpr CK_FLAGS flags_of(KeyKind kind)
{
    constexpr CK_FLAGS signature = CKF_HW | CKF_SIGN;
    return kind == KeyKind::rsa ? signature : signature | CKF_EC_F_P | CKF_EC_NAMEDCURVE | CKF_EC_UNCOMPRESS;
}

/// Nothing if none of the keys signs by this mechanism.
std::optional<CK_MECHANISM_INFO> info_of(const Mechanism& mechanism, std::span<const CardKey> keys)
{
    std::optional<CK_MECHANISM_INFO> info;
    for (const CardKey& key : keys) {
        if (key.kind() != mechanism.kind || !key.signs())
            continue;
        if (!info)
            info = CK_MECHANISM_INFO{key.bits(), key.bits(), flags_of(mechanism.kind)};
        info->ulMinKeySize = std::min(info->ulMinKeySize, key.bits());
        info->ulMaxKeySize = std::max(info->ulMaxKeySize, key.bits());
    }
    return info;
}

} // namespace

std::vector<Offer> mechanisms(std::span<const CardKey> keys)
{
    std::vector<Offer> offers;
    for (const Mechanism& mechanism : table)
        if (const auto info = info_of(mechanism, keys))
            offers.push_back({mechanism, *info});
    return offers;
}

Offer find_mechanism(CK_MECHANISM_TYPE type, std::span<const CardKey> keys)
{
    const std::vector<Offer> offers = mechanisms(keys);
    const auto found =
        std::find_if(offers.begin(), offers.end(), [&](const Offer& offer) { return offer.mechanism.type == type; });
    require(found != offers.end(), CKR_MECHANISM_INVALID);
    return *found;
}

} // namespace p11
