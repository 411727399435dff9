// SPDX-License-Identifier: Apache-2.0
#include "verification_key.hpp"

#include "known_curves.hpp"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <string>

namespace card::pki {

namespace {

using ContextPtr = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

KeyPtr key_from(const char* kind, int selection, OSSL_PARAM* parameters)
{
    const ContextPtr context{EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr)};
    EVP_PKEY* key = nullptr;
    if (!context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &key, selection, parameters) != 1)
        return {};
    return KeyPtr{key};
}

KeyPtr rsa_key(const RsaIntegers& rsa)
{
    Bytes modulus = to_bytes(rsa.modulus); // parameters have the order of this machine's numbers
    Bytes exponent = to_bytes(rsa.exponent);
    if constexpr (std::endian::native == std::endian::little) {
        std::reverse(modulus.begin(), modulus.end());
        std::reverse(exponent.begin(), exponent.end());
    }
    std::array parameters{OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_N, modulus.data(), modulus.size()),
        OSSL_PARAM_construct_BN(OSSL_PKEY_PARAM_RSA_E, exponent.data(), exponent.size()), OSSL_PARAM_construct_end()};
    return key_from("RSA", EVP_PKEY_PUBLIC_KEY, parameters.data());
}

KeyPtr make_pattern(int curve)
{
    std::string name = OBJ_nid2sn(curve);
    std::array parameters{OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, name.data(), name.size()),
        OSSL_PARAM_construct_end()};
    return key_from("EC", EVP_PKEY_KEY_PARAMETERS, parameters.data());
}

/// A key without its point, on one of the known curves.
const EVP_PKEY* pattern_on(int curve)
{
    static const std::map<int, KeyPtr> patterns = [] {
        std::map<int, KeyPtr> out;
        for (const int known : known_curve_numbers())
            out.emplace(known, make_pattern(known));
        return out;
    }();
    return patterns.at(curve).get();
}

KeyPtr ec_key(int curve, ByteView point)
{
    const EVP_PKEY* const pattern = pattern_on(curve);
    if (pattern == nullptr || point.size() < 2) // one byte: the point at infinity
        return {};
    KeyPtr key{EVP_PKEY_dup(const_cast<EVP_PKEY*>(pattern))};
    if (!key || EVP_PKEY_set1_encoded_public_key(key.get(), point.data(), point.size()) != 1)
        return {};
    return key;
}

} // namespace

KeyPtr make_verification_key(ByteView spki, const SpkiParts& parts)
{
    KeyPtr key;
    if (parts.curve && is_known_curve(*parts.curve)) {
        key = ec_key(*parts.curve, parts.key);
    } else if (const auto rsa = parts.rsa ? read_rsa_integers(parts.key) : std::nullopt) {
        key = rsa_key(*rsa);
    } else {
        const unsigned char* at = spki.data();
        key.reset(d2i_PUBKEY(nullptr, &at, static_cast<long>(spki.size())));
    }
    take_openssl_reason();
    return key;
}

} // namespace card::pki
