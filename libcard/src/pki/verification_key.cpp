// SPDX-License-Identifier: Apache-2.0
#include "verification_key.hpp"

#include "openssl_key.hpp"

#include <openssl/rsa.h>

#include <algorithm>

namespace card::pki {

namespace {

using crypto::Hash;
using Scheme = SignatureAlgorithm::Scheme;

constexpr std::size_t most_idle = 16; // more threads than that make theirs anew

bool fits(EVP_PKEY* key, Scheme scheme)
{
    const int type = EVP_PKEY_get_base_id(key);
    switch (scheme) {
    case Scheme::ecdsa:
        return type == EVP_PKEY_EC;
    case Scheme::rsa_pkcs1:
        return type == EVP_PKEY_RSA;
    case Scheme::rsa_pss:
        return type == EVP_PKEY_RSA || type == EVP_PKEY_RSA_PSS;
    }
    return false;
}

bool prepare(EVP_PKEY_CTX* context, const SignatureAlgorithm& algorithm, Hash hash)
{
    if (EVP_PKEY_verify_init(context) != 1)
        return false;
    if (algorithm.scheme == Scheme::ecdsa) // takes the digest as it is; its name would only cost time
        return true;
    if (EVP_PKEY_CTX_set_rsa_padding(
            context, algorithm.scheme == Scheme::rsa_pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) != 1)
        return false;
    if (EVP_PKEY_CTX_set_signature_md(context, digest_method(hash)) != 1)
        return false;
    return algorithm.scheme != Scheme::rsa_pss ||
           (EVP_PKEY_CTX_set_rsa_mgf1_md(context, digest_method(algorithm.mask_hash)) == 1 &&
               EVP_PKEY_CTX_set_rsa_pss_saltlen(context, static_cast<int>(algorithm.salt)) == 1);
}

} // namespace

VerificationKey::VerificationKey(ByteView spki, const SpkiParts& parts) : curve_{parts.curve}
{
    OpensslKey made = openssl_key(spki, parts);
    key_ = std::move(made.key);
    if (made.ecdsa)
        idle_.push_back({{.scheme = Scheme::ecdsa}, {}, std::move(made.ecdsa)});
}

VerificationKey::~VerificationKey()
{
    OpensslKey used{std::move(key_), {}};
    if (!idle_.empty() && idle_.front().algorithm.scheme == Scheme::ecdsa) // then all of them are
        used.ecdsa = std::move(idle_.front().context);
    idle_.clear(); // they refer to the key
    give_back(std::move(used), curve_);
}

/// ECDSA takes a digest of any length.
bool VerificationKey::serves(const Prepared& idle, const SignatureAlgorithm& algorithm, Hash hash)
{
    if (algorithm.scheme == Scheme::ecdsa)
        return idle.algorithm.scheme == Scheme::ecdsa;
    return idle.hash == hash && idle.algorithm == algorithm;
}

ContextPtr VerificationKey::take(const SignatureAlgorithm& algorithm, Hash hash) const
{
    {
        const std::lock_guard lock{mutex_};
        const auto found = std::find_if(
            idle_.begin(), idle_.end(), [&](const Prepared& idle) { return serves(idle, algorithm, hash); });
        if (found != idle_.end()) {
            ContextPtr context = std::move(found->context);
            idle_.erase(found);
            return context;
        }
    }
    if (!key_ || !fits(key_.get(), algorithm.scheme))
        return {};
    ContextPtr context{EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr)};
    return context && prepare(context.get(), algorithm, hash) ? std::move(context) : ContextPtr{};
}

void VerificationKey::keep(Prepared prepared) const
{
    const std::lock_guard lock{mutex_};
    if (idle_.size() < most_idle)
        idle_.push_back(std::move(prepared));
}

bool VerificationKey::verifies(
    const SignatureAlgorithm& algorithm, Hash hash, ByteView message, ByteView signature) const
{
    ContextPtr context = take(algorithm, hash);
    const Bytes digest = crypto::digest(hash, message);
    const bool valid = context && EVP_PKEY_verify(context.get(), signature.data(), signature.size(), digest.data(),
                                      digest.size()) == 1;
    if (valid)
        keep({algorithm, hash, std::move(context)});
    else
        take_openssl_reason();
    return valid;
}

} // namespace card::pki
