// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "objects.hpp"

#include "card/base/secure_bytes.hpp"

#include <optional>
#include <span>

namespace p11 {

/// Key agreement on a curve, as the caller of C_DeriveKey asks for it. [PKCS11-CM-2.40] §2.3.8
class Agreement {
public:
    /// Takes the other side's point as it is or inside an OCTET STRING.
    /// Throws CKR_MECHANISM_PARAM_INVALID; CKR_PUBLIC_KEY_INVALID for a point off the key's curve. [PKCS11-3.0] §5.1.6
    Agreement(const CK_MECHANISM& mechanism, const CardKey& key);

    const card::crypto::Point& peer() const noexcept { return peer_; }

    /// The key that the shared secret gives, `size` bytes or as many as come by themselves.
    /// Throws CKR_KEY_SIZE_RANGE.
    card::SecureBytes key_from(const card::SecureBytes& shared_secret, std::optional<CK_ULONG> size) const;

private:
    Agreement(const CK_ECDH1_DERIVE_PARAMS& parameters, const CardKey& key);

    std::optional<card::crypto::Hash> kdf_; ///< none: CKD_NULL
    card::Bytes shared_data_;
    card::crypto::Point peer_;
};

/// What the caller wants a derived key to be. [PKCS11-2.40] §4.10
class SecretKeyTemplate {
public:
    /// Throws CKR_TEMPLATE_INCONSISTENT, CKR_ATTRIBUTE_VALUE_INVALID, CKR_ATTRIBUTE_READ_ONLY,
    /// CKR_ATTRIBUTE_TYPE_INVALID; CKR_TOKEN_WRITE_PROTECTED for a key that should stay on the card.
    explicit SecretKeyTemplate(std::span<const CK_ATTRIBUTE> wanted);

    std::optional<CK_ULONG> size() const noexcept { return size_; }

    /// The key as an object of the session. What was always true of it is so only if it was of the base key.
    /// Throws CKR_KEY_SIZE_RANGE. [PKCS11-CM-2.40] §2.3.8
    Object make(const card::SecureBytes& value, const Attributes& base_key) const;

private:
    void take(const CK_ATTRIBUTE& attribute);

    Attributes attributes_;
    CK_KEY_TYPE type_ = CKK_GENERIC_SECRET;
    std::optional<CK_ULONG> size_;
    bool sensitive_ = false;
    bool extractable_ = true;
    bool private_ = false;
};

} // namespace p11
