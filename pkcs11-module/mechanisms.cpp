// SPDX-License-Identifier: Apache-2.0
#include "mechanisms.hpp"

#include "errors.hpp"

#include <algorithm>
#include <array>

namespace p11 {
namespace {

using card::crypto::Hash;

constexpr std::array table{
    Mechanism{CKM_ECDSA, Scheme::ecdsa, std::nullopt},
    Mechanism{CKM_ECDSA_SHA1, Scheme::ecdsa, Hash::sha1},
    Mechanism{CKM_ECDSA_SHA224, Scheme::ecdsa, Hash::sha224},
    Mechanism{CKM_ECDSA_SHA256, Scheme::ecdsa, Hash::sha256},
    Mechanism{CKM_ECDSA_SHA384, Scheme::ecdsa, Hash::sha384},
    Mechanism{CKM_ECDSA_SHA512, Scheme::ecdsa, Hash::sha512},
    Mechanism{CKM_ECDH1_DERIVE, Scheme::ecdh, std::nullopt},
    Mechanism{CKM_RSA_PKCS, Scheme::pkcs1, std::nullopt},
    Mechanism{CKM_SHA1_RSA_PKCS, Scheme::pkcs1, Hash::sha1},
    Mechanism{CKM_SHA224_RSA_PKCS, Scheme::pkcs1, Hash::sha224},
    Mechanism{CKM_SHA256_RSA_PKCS, Scheme::pkcs1, Hash::sha256},
    Mechanism{CKM_SHA384_RSA_PKCS, Scheme::pkcs1, Hash::sha384},
    Mechanism{CKM_SHA512_RSA_PKCS, Scheme::pkcs1, Hash::sha512},
    Mechanism{CKM_RSA_PKCS_PSS, Scheme::pss, std::nullopt},
    Mechanism{CKM_SHA1_RSA_PKCS_PSS, Scheme::pss, Hash::sha1},
    Mechanism{CKM_SHA224_RSA_PKCS_PSS, Scheme::pss, Hash::sha224},
    Mechanism{CKM_SHA256_RSA_PKCS_PSS, Scheme::pss, Hash::sha256},
    Mechanism{CKM_SHA384_RSA_PKCS_PSS, Scheme::pss, Hash::sha384},
    Mechanism{CKM_SHA512_RSA_PKCS_PSS, Scheme::pss, Hash::sha512},
    Mechanism{CKM_RSA_PKCS_OAEP, Scheme::oaep, std::nullopt},
    Mechanism{CKM_RSA_X_509, Scheme::raw, std::nullopt},
    Mechanism{CKM_SHA_1, Scheme::digest, Hash::sha1},
    Mechanism{CKM_SHA224, Scheme::digest, Hash::sha224},
    Mechanism{CKM_SHA256, Scheme::digest, Hash::sha256},
    Mechanism{CKM_SHA384, Scheme::digest, Hash::sha384},
    Mechanism{CKM_SHA512, Scheme::digest, Hash::sha512},
};

constexpr std::array key_uses{
    std::pair{Use::sign, CKF_SIGN},
    std::pair{Use::verify, CKF_VERIFY},
    std::pair{Use::decrypt, CKF_DECRYPT},
    std::pair{Use::encrypt, CKF_ENCRYPT},
    std::pair{Use::derive, CKF_DERIVE},
};

/// Nothing if this module does not know it.
const Mechanism* find_in_table(CK_MECHANISM_TYPE type)
{
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const Mechanism& mechanism) { return mechanism.type == type; });
    return found == table.end() ? nullptr : &*found;
}

bool serves(const Mechanism& mechanism, Use use, const CardKey& key)
{
    return mechanism.allows(use) && mechanism.is_for(key.kind()) && key.serves(use);
}

/// The uses that this mechanism makes of this key, as flags; 0 if it makes none.
CK_FLAGS flags_for(const Mechanism& mechanism, const CardKey& key)
{
    CK_FLAGS flags = 0;
    for (const auto& [use, flag] : key_uses)
        if (serves(mechanism, use, key))
            flags |= flag;
    return flags;
}

/// Private keys are on the card, and the curves go by name.
constexpr CK_FLAGS always_with(KeyKind kind)
{
    return kind == KeyKind::rsa ? CKF_HW : CKF_HW | CKF_EC_F_P | CKF_EC_NAMEDCURVE | CKF_EC_UNCOMPRESS;
}

/// Nothing if none of the keys is used by this mechanism.
std::optional<CK_MECHANISM_INFO> info_of(const Mechanism& mechanism, std::span<const CardKey> keys)
{
    if (mechanism.scheme == Scheme::digest)
        return CK_MECHANISM_INFO{0, 0, CKF_DIGEST};
    std::optional<CK_MECHANISM_INFO> info;
    for (const CardKey& key : keys) {
        const CK_FLAGS flags = flags_for(mechanism, key);
        if (flags == 0)
            continue;
        if (!info)
            info = CK_MECHANISM_INFO{key.bits(), key.bits(), always_with(key.kind())};
        info->ulMinKeySize = std::min(info->ulMinKeySize, key.bits());
        info->ulMaxKeySize = std::max(info->ulMaxKeySize, key.bits());
        info->flags |= flags;
    }
    return info;
}

} // namespace

bool Mechanism::is_for(KeyKind kind) const
{
    return scheme != Scheme::digest && (scheme == Scheme::ecdsa || scheme == Scheme::ecdh) == (kind == KeyKind::ec);
}

bool Mechanism::allows(Use use) const
{
    switch (scheme) {
    case Scheme::ecdsa:
    case Scheme::pss:
        return use == Use::sign || use == Use::verify;
    case Scheme::ecdh:
        return use == Use::derive;
    case Scheme::oaep:
        return use == Use::encrypt || use == Use::decrypt;
    case Scheme::pkcs1:
    case Scheme::raw:
        return use == Use::sign || use == Use::verify || (!hash && (use == Use::encrypt || use == Use::decrypt));
    case Scheme::digest:
        return false;
    }
    return false;
}

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
    const Mechanism* const mechanism = find_in_table(type);
    const auto info = mechanism != nullptr ? info_of(*mechanism, keys) : std::nullopt;
    require(info.has_value(), CKR_MECHANISM_INVALID);
    return {*mechanism, *info};
}

std::optional<Mechanism> mechanism_for(CK_MECHANISM_TYPE type, Use use, const CardKey& key)
{
    const Mechanism* const mechanism = find_in_table(type);
    return mechanism != nullptr && serves(*mechanism, use, key) ? std::optional{*mechanism} : std::nullopt;
}

Hash digest_mechanism(CK_MECHANISM_TYPE type)
{
    const Mechanism* const mechanism = find_in_table(type);
    require(mechanism != nullptr && mechanism->scheme == Scheme::digest, CKR_MECHANISM_INVALID);
    return *mechanism->hash;
}

std::vector<CK_MECHANISM_TYPE> allowed_mechanisms(const CardKey& key, bool is_private)
{
    constexpr CK_FLAGS private_uses = CKF_SIGN | CKF_DECRYPT | CKF_DERIVE;
    constexpr CK_FLAGS public_uses = CKF_VERIFY | CKF_ENCRYPT;
    std::vector<CK_MECHANISM_TYPE> types;
    for (const Mechanism& mechanism : table)
        if ((flags_for(mechanism, key) & (is_private ? private_uses : public_uses)) != 0)
            types.push_back(mechanism.type);
    return types;
}

} // namespace p11
