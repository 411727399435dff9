// SPDX-License-Identifier: Apache-2.0
#include "derivation.hpp"

#include "arguments.hpp"
#include "cryptoki_3.h"
#include "errors.hpp"

#include "card/tlv/reader.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace p11 {

using card::Bytes;
using card::ByteView;
using card::SecureBytes;
using card::crypto::Hash;
using card::crypto::Point;

namespace {

/// More than any key; a greater length is one gone wrong.
constexpr std::size_t longest_key = 512;
constexpr std::size_t longest_shared_data = 4096;
constexpr std::size_t longest_text = 1024;

ByteView parameter(const CK_BYTE* data, CK_ULONG size)
{
    require((data != nullptr || size == 0) && size <= longest_shared_data, CKR_MECHANISM_PARAM_INVALID);
    return {data, size};
}

std::optional<Hash> kdf_of(CK_ULONG type)
{
    switch (type) {
    case CKD_NULL:
        return std::nullopt;
    case CKD_SHA1_KDF:
        return Hash::sha1;
    case CKD_SHA224_KDF:
        return Hash::sha224;
    case CKD_SHA256_KDF:
        return Hash::sha256;
    case CKD_SHA384_KDF:
        return Hash::sha384;
    case CKD_SHA512_KDF:
        return Hash::sha512;
    default:
        throw Failure{CKR_MECHANISM_PARAM_INVALID};
    }
}

/// 04 | X | Y, or that in an OCTET STRING: which of both the length tells.
Point point_of(card::crypto::Curve curve, ByteView encoded)
{
    const std::size_t size = 1 + 2 * card::crypto::field_size(curve);
    try {
        const ByteView point =
            encoded.size() > size ? card::tlv::only(encoded, card::tlv::asn1::octet_string) : encoded;
        require(point.size() == size, CKR_MECHANISM_PARAM_INVALID);
        return Point::decode(curve, point);
    } catch (const card::Error& error) {
        throw Failure{error.code() == card::Errc::key_rejected ? CKR_PUBLIC_KEY_INVALID : CKR_MECHANISM_PARAM_INVALID};
    }
}

/// The KDF of ANSI X9.63: Hash(secret | counter | shared data), again until there is enough. [SEC1] §3.6.1
SecureBytes x963(Hash hash, ByteView secret, ByteView shared_data, std::size_t size)
{
    SecureBytes key{size};
    std::span<std::uint8_t> rest = key.span();
    for (std::uint8_t counter = 1; !rest.empty(); ++counter) { // longest_key needs 26
        const SecureBytes part = card::crypto::secret_digest(hash, {secret, Bytes{0, 0, 0, counter}, shared_data});
        const std::size_t used = std::min(part.size(), rest.size());
        std::copy_n(part.data(), used, rest.begin());
        rest = rest.subspan(used);
    }
    return key;
}

template <class T>
T value_of(const CK_ATTRIBUTE& attribute)
{
    T value{};
    require(attribute.pValue != nullptr && attribute.ulValueLen == sizeof value, CKR_ATTRIBUTE_VALUE_INVALID);
    std::memcpy(&value, attribute.pValue, sizeof value);
    return value;
}

bool flag_of(const CK_ATTRIBUTE& attribute)
{
    return value_of<CK_BBOOL>(attribute) != CK_FALSE;
}

ByteView text_of(const CK_ATTRIBUTE& attribute)
{
    require((attribute.pValue != nullptr || attribute.ulValueLen == 0) && attribute.ulValueLen <= longest_text,
        CKR_ATTRIBUTE_VALUE_INVALID);
    return {static_cast<const CK_BYTE*>(attribute.pValue), attribute.ulValueLen};
}

bool key_has_size(CK_KEY_TYPE type, std::size_t size)
{
    return type == CKK_AES ? size == 16 || size == 24 || size == 32 : size > 0;
}

} // namespace

Agreement::Agreement(const CK_MECHANISM& mechanism, const CardKey& key)
    : Agreement{mechanism_parameters<CK_ECDH1_DERIVE_PARAMS>(mechanism), key}
{
}

Agreement::Agreement(const CK_ECDH1_DERIVE_PARAMS& parameters, const CardKey& key)
    : kdf_{kdf_of(parameters.kdf)},
      shared_data_{card::to_bytes(parameter(parameters.pSharedData, parameters.ulSharedDataLen))},
      peer_{point_of(
          std::get<Point>(key.public_key).curve(), parameter(parameters.pPublicData, parameters.ulPublicDataLen))}
{
    require(kdf_ || shared_data_.empty(), CKR_MECHANISM_PARAM_INVALID);
}

/// Without a KDF a shorter key is the end of the secret.
SecureBytes Agreement::key_from(const SecureBytes& shared_secret, std::optional<CK_ULONG> size) const
{
    if (kdf_) {
        const std::size_t wanted = size.value_or(card::crypto::digest_size(*kdf_));
        require(wanted > 0 && wanted <= longest_key, CKR_KEY_SIZE_RANGE);
        return x963(*kdf_, shared_secret, shared_data_, wanted);
    }
    const std::size_t wanted = size.value_or(shared_secret.size());
    require(wanted > 0 && wanted <= shared_secret.size(), CKR_KEY_SIZE_RANGE);
    return SecureBytes{shared_secret.view().last(wanted)};
}

SecretKeyTemplate::SecretKeyTemplate(std::span<const CK_ATTRIBUTE> wanted)
{
    for (const CK_ATTRIBUTE_TYPE use :
        {CKA_ENCRYPT, CKA_DECRYPT, CKA_SIGN, CKA_VERIFY, CKA_WRAP, CKA_UNWRAP, CKA_DERIVE})
        attributes_.flag(use, false);
    attributes_.text(CKA_LABEL, "").bytes(CKA_ID, {});
    for (const CK_ATTRIBUTE& attribute : wanted)
        take(attribute);
    require(type_ == CKK_GENERIC_SECRET || type_ == CKK_AES, CKR_ATTRIBUTE_VALUE_INVALID);
}

void SecretKeyTemplate::take(const CK_ATTRIBUTE& attribute)
{
    switch (attribute.type) {
    case CKA_CLASS:
        require(value_of<CK_OBJECT_CLASS>(attribute) == CKO_SECRET_KEY, CKR_TEMPLATE_INCONSISTENT);
        return;
    case CKA_TOKEN:
        require(!flag_of(attribute), CKR_TOKEN_WRITE_PROTECTED);
        return;
    case CKA_KEY_TYPE:
        type_ = value_of<CK_KEY_TYPE>(attribute);
        return;
    case CKA_VALUE_LEN:
        size_ = value_of<CK_ULONG>(attribute);
        return;
    case CKA_SENSITIVE:
        sensitive_ = flag_of(attribute);
        return;
    case CKA_EXTRACTABLE:
        extractable_ = flag_of(attribute);
        return;
    case CKA_PRIVATE:
        private_ = flag_of(attribute);
        return;
    case CKA_LABEL:
    case CKA_ID:
        attributes_.bytes(attribute.type, text_of(attribute));
        return;
    case CKA_MODIFIABLE:
    case CKA_COPYABLE:
    case CKA_DESTROYABLE:
    case CKA_TRUSTED:
    case CKA_WRAP_WITH_TRUSTED:
        flag_of(attribute); // for whoever could change, copy or wrap it
        return;
    case CKA_ENCRYPT:
    case CKA_DECRYPT:
    case CKA_SIGN:
    case CKA_VERIFY:
    case CKA_WRAP:
    case CKA_UNWRAP:
    case CKA_DERIVE:
        flag_of(attribute); // for whoever takes the key from here: this token has no mechanism for it
        return;
    case CKA_VALUE:
    case CKA_UNIQUE_ID:
    case CKA_LOCAL:
    case CKA_ALWAYS_SENSITIVE:
    case CKA_NEVER_EXTRACTABLE:
    case CKA_KEY_GEN_MECHANISM:
        throw Failure{CKR_ATTRIBUTE_READ_ONLY};
    default:
        throw Failure{CKR_ATTRIBUTE_TYPE_INVALID};
    }
}

Object SecretKeyTemplate::make(const SecureBytes& value, const Attributes& base_key) const
{
    require(key_has_size(type_, value.size()), CKR_KEY_SIZE_RANGE);
    Object object{CKO_SECRET_KEY, attributes_, private_};
    object.attributes.number(CKA_CLASS, CKO_SECRET_KEY)
        .flag(CKA_TOKEN, false)
        .flag(CKA_PRIVATE, private_)
        .flag(CKA_MODIFIABLE, false)
        .flag(CKA_COPYABLE, false)
        .flag(CKA_DESTROYABLE, true)
        .number(CKA_KEY_TYPE, type_)
        .number(CKA_KEY_GEN_MECHANISM, CK_UNAVAILABLE_INFORMATION)
        .flag(CKA_LOCAL, false)
        .flag(CKA_SENSITIVE, sensitive_)
        .flag(CKA_ALWAYS_SENSITIVE, sensitive_ && base_key.is_true(CKA_ALWAYS_SENSITIVE))
        .flag(CKA_EXTRACTABLE, extractable_)
        .flag(CKA_NEVER_EXTRACTABLE, !extractable_ && base_key.is_true(CKA_NEVER_EXTRACTABLE))
        .number(CKA_VALUE_LEN, value.size());
    if (sensitive_ || !extractable_)
        object.attributes.sensitive(CKA_VALUE);
    else
        object.attributes.bytes(CKA_VALUE, value);
    return object;
}

} // namespace p11
