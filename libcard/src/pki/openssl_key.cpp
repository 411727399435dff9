// SPDX-License-Identifier: Apache-2.0
#include "openssl_key.hpp"

#include "known_curves.hpp"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace card::pki {

namespace {

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

/// Keys on the known curves: of each a pattern without a point, and those that were given back. Copying a pattern takes
/// three times as long as setting a point. Any number of threads.
class Stock {
public:
    Stock()
    {
        for (const int curve : known_curve_numbers())
            curves_[curve].pattern = make_pattern(curve);
    }

    /// Its point is to be set. Null if OpenSSL does not have the curve.
    KeyPtr take(int curve)
    {
        Keys& keys = curves_.at(curve);
        {
            const std::lock_guard lock{mutex_};
            if (!keys.spare.empty()) {
                KeyPtr key = std::move(keys.spare.back());
                keys.spare.pop_back();
                return key;
            }
        }
        return KeyPtr{keys.pattern ? EVP_PKEY_dup(keys.pattern.get()) : nullptr};
    }

    void give_back(int curve, KeyPtr key)
    {
        constexpr std::size_t most_spare = 64;
        std::vector<KeyPtr>& spare = curves_.at(curve).spare;
        const std::lock_guard lock{mutex_};
        if (spare.size() < most_spare)
            spare.push_back(std::move(key));
    }

private:
    struct Keys {
        KeyPtr pattern;
        std::vector<KeyPtr> spare;
    };

    std::map<int, Keys> curves_; // as it was made, but for what is spare
    std::mutex mutex_;
};

/// Never ended: certificates may outlive everything else.
Stock& stock()
{
    static Stock& only = *new Stock;
    return only;
}

KeyPtr ec_key(int curve, ByteView point)
{
    if (point.size() < 2) // one byte: the point at infinity
        return {};
    KeyPtr key = stock().take(curve);
    if (!key || EVP_PKEY_set1_encoded_public_key(key.get(), point.data(), point.size()) != 1)
        return {};
    return key;
}

} // namespace

KeyPtr openssl_key(ByteView spki, const SpkiParts& parts)
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

void give_back(KeyPtr key, std::optional<int> curve)
{
    if (key && curve && is_known_curve(*curve))
        stock().give_back(*curve, std::move(key));
}

} // namespace card::pki
