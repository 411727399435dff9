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

/// What was given back and may serve again. Any number of threads.
template <typename One>
class Spare {
public:
    /// Null if there is none.
    One take()
    {
        const std::lock_guard lock{mutex_};
        if (spare_.empty())
            return {};
        One one = std::move(spare_.back());
        spare_.pop_back();
        return one;
    }

    void give_back(One one)
    {
        constexpr std::size_t most_spare = 64;
        const std::lock_guard lock{mutex_};
        if (spare_.size() < most_spare)
            spare_.push_back(std::move(one));
    }

private:
    std::mutex mutex_;
    std::vector<One> spare_;
};

/// Ready to make keys of that kind out of their parameters. Null if OpenSSL does not have the kind.
ContextPtr make_maker(const char* kind)
{
    ContextPtr context{EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr)};
    return context && EVP_PKEY_fromdata_init(context.get()) == 1 ? std::move(context) : ContextPtr{};
}

KeyPtr key_by(EVP_PKEY_CTX* maker, int selection, OSSL_PARAM* parameters)
{
    EVP_PKEY* key = nullptr;
    if (maker == nullptr || EVP_PKEY_fromdata(maker, &key, selection, parameters) != 1)
        return {};
    return KeyPtr{key};
}

/// Never ended, as what follows: certificates may outlive everything else. Finding the kind by its name takes longer
/// than making the key.
Spare<ContextPtr>& rsa_makers()
{
    static auto& only = *new Spare<ContextPtr>;
    return only;
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
    ContextPtr maker = rsa_makers().take();
    if (!maker)
        maker = make_maker("RSA");
    KeyPtr key = key_by(maker.get(), EVP_PKEY_PUBLIC_KEY, parameters.data());
    if (key)
        rsa_makers().give_back(std::move(maker));
    return key;
}

KeyPtr make_pattern(int curve)
{
    std::string name = OBJ_nid2sn(curve);
    std::array parameters{OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, name.data(), name.size()),
        OSSL_PARAM_construct_end()};
    return key_by(make_maker("EC").get(), EVP_PKEY_KEY_PARAMETERS, parameters.data());
}

/// Keys on the known curves: of each a pattern without a point, and those that were given back. Copying a pattern takes
/// three times as long as setting a point, and making a context longer than both; the context knows the key, not the
/// point. Any number of threads.
class Stock {
public:
    Stock()
    {
        for (const int curve : known_curve_numbers())
            curves_[curve].pattern = make_pattern(curve);
    }

    /// Its point is to be set. Null if OpenSSL does not have the curve.
    OpensslKey take(int curve)
    {
        Keys& keys = curves_.at(curve);
        if (OpensslKey used = keys.spare.take(); used.key)
            return used;
        return {KeyPtr{keys.pattern ? EVP_PKEY_dup(keys.pattern.get()) : nullptr}, {}};
    }

    void give_back(int curve, OpensslKey key) { curves_.at(curve).spare.give_back(std::move(key)); }

private:
    struct Keys {
        KeyPtr pattern;
        Spare<OpensslKey> spare;
    };

    std::map<int, Keys> curves_; // as it was made, but for what is spare
};

Stock& stock()
{
    static Stock& only = *new Stock;
    return only;
}

OpensslKey ec_key(int curve, ByteView point)
{
    if (point.size() < 2) // one byte: the point at infinity
        return {};
    OpensslKey made = stock().take(curve);
    if (!made.key || EVP_PKEY_set1_encoded_public_key(made.key.get(), point.data(), point.size()) != 1)
        return {};
    return made;
}

} // namespace

OpensslKey openssl_key(ByteView spki, const SpkiParts& parts)
{
    OpensslKey made;
    if (parts.curve && is_known_curve(*parts.curve)) {
        made = ec_key(*parts.curve, parts.key);
    } else if (const auto rsa = parts.rsa ? read_rsa_integers(parts.key) : std::nullopt) {
        made.key = rsa_key(*rsa);
    } else {
        const unsigned char* at = spki.data();
        made.key.reset(d2i_PUBKEY(nullptr, &at, static_cast<long>(spki.size())));
    }
    take_openssl_reason();
    return made;
}

void give_back(OpensslKey key, std::optional<int> curve)
{
    if (key.key && curve && is_known_curve(*curve))
        stock().give_back(*curve, std::move(key));
}

} // namespace card::pki
