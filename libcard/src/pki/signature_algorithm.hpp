// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "allowing.hpp"
#include "openssl.hpp"

#include "card/crypto/ec.hpp"
#include "card/crypto/hash.hpp"

#include <optional>

namespace card::pki {

const EVP_MD* digest_method(crypto::Hash hash);
/// The hash that goes with a curve of this size in signatures: SHA-384 for P-384, else SHA-256.
crypto::Hash hash_for(crypto::Curve curve);

/// The hash that an AlgorithmIdentifier, whole, names: SHA-224 to SHA-512, SHA-1 as an allowance. Throws malformed_tlv,
/// malformed_data, unsupported. [RFC5754] §2
crypto::Hash read_hash_algorithm(ByteView der, Allowing& allowing);

/// How a signature was made.
struct SignatureAlgorithm {
    enum class Scheme { ecdsa, rsa_pkcs1, rsa_pss };
    Scheme scheme{};
    std::optional<crypto::Hash> hash;              ///< none with rsaEncryption: the digest algorithm beside it counts
    crypto::Hash mask_hash = crypto::Hash::sha256; ///< of RSASSA-PSS
    std::size_t salt = 0;                          ///< of RSASSA-PSS, bytes

    friend bool operator==(const SignatureAlgorithm&, const SignatureAlgorithm&) = default;
};

/// An AlgorithmIdentifier, whole. Parameters of RSASSA-PSS: written out, mask MGF1 with the same hash, trailer field 1,
/// salt as long as the hash. ECDSA without parameters. Throws malformed_tlv, malformed_data, unsupported.
/// [RFC4055] §3.1, §5, [RFC5758] §3.2, [RFC3370] §3.2
SignatureAlgorithm read_signature_algorithm(ByteView der, Allowing& allowing);

} // namespace card::pki
