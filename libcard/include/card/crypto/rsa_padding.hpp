// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/secure_bytes.hpp"
#include "card/crypto/hash.hpp"
#include "card/crypto/random.hpp"
#include "card/crypto/rsa.hpp"

#include <optional>

/// What stands around a message in an RSA block: PSS for signatures, PKCS#1 v1.5 and OAEP for encryption. [RFC8017]
///
/// A block is as long as the modulus. Padding of a decrypted block is taken off in time that depends on the size of the
/// block alone, and a wrong one says nothing but that it is wrong.
namespace card::crypto {

/// Parameters of RSASSA-PSS. [RFC8017] §9.1
struct Pss {
    Hash hash;             ///< of the message
    Hash mask_hash;        ///< of MGF1
    std::size_t salt_size; ///< in bytes
};

/// EMSA-PSS of a digest with this salt. Throws malformed_data if the digest has another length than the hash, the salt
/// another than pss.salt_size, or the modulus no room for both. [RFC8017] §9.1.1
CARD_API Bytes pss_block(const Pss& pss, ByteView digest, ByteView salt, std::size_t modulus_size);

/// RSASSA-PSS over a digest. False for every malformed signature. [RFC8017] §8.1.2
CARD_API bool verify_rsa_pss(const RsaPublicKey& key, const Pss& pss, ByteView digest, ByteView signature);

/// 00 02, random bytes other than zero, 00 before the message. [RFC8017] §7.2.1
/// Throws malformed_data if there is no room for that.
CARD_API SecureBytes pkcs1_encryption_block(ByteView message, std::size_t modulus_size, RandomSource& random);
/// The message of such a block; nothing if it is none. [RFC8017] §7.2.2
CARD_API std::optional<SecureBytes> pkcs1_message(ByteView block);

/// Parameters of RSAES-OAEP. [RFC8017] §7.1
struct Oaep {
    Hash hash;      ///< of the label
    Hash mask_hash; ///< of MGF1
    Bytes label;
};

/// Bytes that OAEP adds.
CARD_API std::size_t oaep_overhead(const Oaep& oaep);
/// EME-OAEP of a message. Throws malformed_data if there is no room for it. [RFC8017] §7.1.1
CARD_API SecureBytes oaep_block(const Oaep& oaep, ByteView message, std::size_t modulus_size, RandomSource& random);
/// The message of such a block; nothing if it is none. [RFC8017] §7.1.2
CARD_API std::optional<SecureBytes> oaep_message(const Oaep& oaep, ByteView block);

} // namespace card::crypto
