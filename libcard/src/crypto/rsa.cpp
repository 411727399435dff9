// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/rsa.hpp"

#include "translate.hpp"

#include <botan/bigint.h>
#include <botan/numthry.h>

namespace card::crypto {

namespace {

constexpr std::size_t smallest_modulus = 256;
constexpr std::size_t largest_modulus = 512;
constexpr std::size_t largest_exponent = 8;

ByteView without_leading_zeros(ByteView number)
{
    while (!number.empty() && number[0] == 0)
        number = number.subspan(1);
    return number;
}

bool is_odd(ByteView number)
{
    return !number.empty() && (number.back() & 1) != 0;
}

/// DigestInfo up to the digest. [RFC8017] §9.2 note 1
Bytes digest_info_prefix(Hash hash)
{
    switch (hash) {
    case Hash::sha1:
        return {0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2B, 0x0E, 0x03, 0x02, 0x1A, 0x05, 0x00, 0x04, 0x14};
    case Hash::sha224:
        return {0x30, 0x2D, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x04, 0x05, 0x00,
            0x04, 0x1C};
    case Hash::sha256:
        return {0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00,
            0x04, 0x20};
    case Hash::sha384:
        return {0x30, 0x41, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00,
            0x04, 0x30};
    case Hash::sha512:
        return {0x30, 0x51, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x05, 0x00,
            0x04, 0x40};
    }
    throw Error{Errc::unsupported, "unknown hash"};
}

} // namespace

RsaPublicKey RsaPublicKey::make(ByteView modulus, ByteView exponent)
{
    const ByteView n = without_leading_zeros(modulus);
    const ByteView e = without_leading_zeros(exponent);
    const bool size_is_known = n.size() >= smallest_modulus && n.size() <= largest_modulus && (n[0] & 0x80) != 0;
    require(size_is_known && is_odd(n), Errc::key_rejected, "RSA public key", "the modulus is even or of another size");
    const bool exponent_is_known = is_odd(e) && e.size() <= largest_exponent && !(e.size() == 1 && e[0] < 3);
    require(exponent_is_known, Errc::key_rejected, "RSA public key", "the exponent is even, too small or too large");
    return RsaPublicKey{to_bytes(n), to_bytes(e)};
}

Bytes rsa_public_operation(const RsaPublicKey& key, ByteView block)
{
    return translated(Errc::crypto_failed, "RSA refused its input", [&] {
        const Botan::BigInt n{key.modulus().data(), key.modulus().size()};
        const Botan::BigInt e{key.exponent().data(), key.exponent().size()};
        const Botan::BigInt x{block.data(), block.size()};
        require(block.size() == key.size() && x < n, Errc::malformed_data, "RSA", "a block that the modulus excludes");
        Bytes out(key.size());
        Botan::BigInt::encode_1363(out.data(), out.size(), Botan::power_mod(x, e, n));
        return out;
    });
}

Bytes pkcs1_padded(ByteView data, std::size_t modulus_size)
{
    require(modulus_size >= pkcs1_overhead + data.size(), Errc::malformed_data, "PKCS#1", "the modulus is too short");
    const Bytes filler(modulus_size - 3 - data.size(), std::uint8_t{0xFF});
    return concat({Bytes{0x00, 0x01}, filler, Bytes{0x00}, data});
}

Bytes pkcs1_block(Hash hash, ByteView digest, std::size_t modulus_size)
{
    require(digest.size() == digest_size(hash), Errc::malformed_data, "PKCS#1", "a digest of another length");
    return pkcs1_padded(concat({digest_info_prefix(hash), digest}), modulus_size);
}

bool verify_rsa_pkcs1(const RsaPublicKey& key, Hash hash, ByteView digest, ByteView signature)
{
    if (signature.size() != key.size() ||
        !std::lexicographical_compare(signature.begin(), signature.end(), key.modulus().begin(), key.modulus().end()))
        return false;
    // The block is made and compared whole: nothing of what the signature hides is parsed. [RFC8017] §8.2.2
    return digest.size() == digest_size(hash) &&
           rsa_public_operation(key, signature) == pkcs1_block(hash, digest, key.size());
}

} // namespace card::crypto
