// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/public_key.hpp"

#include "card/base/error.hpp"
#include "card/crypto/signature.hpp"

namespace card::crypto {

namespace {

bool verify_der(const Point& key, ByteView digest, ByteView signature)
{
    Bytes raw;
    try {
        raw = raw_from_der(key.curve(), signature);
    } catch (const Error&) {
        return false;
    }
    return verify_ecdsa(key, digest, raw);
}

} // namespace

bool verify_signature(const PublicKey& key, Hash hash, ByteView digest, ByteView signature)
{
    if (digest.size() != digest_size(hash))
        return false;
    if (const Point* const point = std::get_if<Point>(&key))
        return verify_der(*point, digest, signature);
    return verify_rsa_pkcs1(std::get<RsaPublicKey>(key), hash, digest, signature);
}

} // namespace card::crypto
