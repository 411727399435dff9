// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/rsa_padding.hpp"

#include "card/base/error.hpp"

#include <algorithm>

namespace card::crypto {

namespace {

/// All ones or all zeros, computed without a branch: whether a holds, of two, or of the byte.
using Mask = std::uint32_t;

constexpr Mask mask_of_bit(std::uint32_t bit)
{
    return 0U - (bit & 1U);
}

constexpr Mask is_zero(std::uint32_t value)
{
    return mask_of_bit((~value & (value - 1U)) >> 31U);
}

constexpr Mask is_equal(std::uint32_t a, std::uint32_t b)
{
    return is_zero(a ^ b);
}

/// For numbers below 2^31.
constexpr Mask is_less(std::uint32_t a, std::uint32_t b)
{
    return mask_of_bit((a - b) >> 31U);
}

void exclusive_or(std::span<std::uint8_t> target, ByteView mask)
{
    for (std::size_t i = 0; i < target.size(); ++i)
        target[i] = static_cast<std::uint8_t>(target[i] ^ mask[i]);
}

/// MGF1 of the seed, laid over the target. [RFC8017] appendix B.2.1
void apply_mask(std::span<std::uint8_t> target, Hash hash, ByteView seed)
{
    std::uint8_t counter = 0; // no modulus needs more than 26 digests
    while (!target.empty()) {
        const SecureBytes mask = secret_digest(hash, {seed, Bytes{0, 0, 0, counter++}});
        const std::size_t used = std::min(mask.size(), target.size());
        exclusive_or(target.first(used), mask.view().first(used));
        target = target.subspan(used);
    }
}

/// The last bytes of a block, from `begin`. The only thing that this tells is their number, as the caller must.
SecureBytes tail(ByteView block, std::size_t begin)
{
    return SecureBytes{block.subspan(begin)};
}

} // namespace

// ---- PSS

Bytes pss_block(const Pss& pss, ByteView digest, ByteView salt, std::size_t modulus_size)
{
    const std::size_t hash_size = digest_size(pss.hash);
    const bool fits = digest.size() == hash_size && salt.size() == pss.salt_size && modulus_size >= hash_size + 2 &&
                      pss.salt_size <= modulus_size - hash_size - 2;
    require(fits, Errc::malformed_data, "PSS", "digest, salt and modulus do not fit together");

    // EM = maskedDB | H | BC with H = Hash(8 zero bytes | digest | salt), DB = zeros | 01 | salt; the modulus has all
    // of its bits, so that one bit of the block stays empty
    const Bytes h = crypto::digest(pss.hash, {Bytes(8), digest, salt});
    Bytes db(modulus_size - hash_size - 1);
    db[db.size() - salt.size() - 1] = 0x01;
    std::copy(salt.begin(), salt.end(), db.end() - static_cast<std::ptrdiff_t>(salt.size()));
    apply_mask(db, pss.mask_hash, h);
    db[0] &= 0x7F;
    return concat({db, h, Bytes{0xBC}});
}

bool verify_rsa_pss(const RsaPublicKey& key, const Pss& pss, ByteView digest, ByteView signature)
{
    const std::size_t hash_size = digest_size(pss.hash);
    if (signature.size() != key.size() || digest.size() != hash_size || key.size() < hash_size + 2 ||
        pss.salt_size > key.size() - hash_size - 2 ||
        !std::lexicographical_compare(signature.begin(), signature.end(), key.modulus().begin(), key.modulus().end()))
        return false;
    const Bytes block = rsa_public_operation(key, signature);
    const ByteView h = ByteView{block}.subspan(block.size() - hash_size - 1, hash_size);
    Bytes db = to_bytes(ByteView{block}.first(block.size() - hash_size - 1));
    apply_mask(db, pss.mask_hash, h);
    // Only the salt is taken from the block; made anew with it, the block must be the same to the last bit.
    const ByteView salt = ByteView{db}.last(pss.salt_size);
    return block == pss_block(pss, digest, salt, key.size());
}

// ---- PKCS#1 v1.5

SecureBytes pkcs1_encryption_block(ByteView message, std::size_t modulus_size, RandomSource& random)
{
    require(modulus_size >= pkcs1_overhead + message.size(), Errc::malformed_data, "PKCS#1", "the message is too long");
    SecureBytes block{modulus_size};
    block[1] = 0x02;
    const std::size_t padding = modulus_size - message.size() - 3;
    for (std::uint8_t& byte : block.span().subspan(2, padding))
        while (byte == 0)
            random.fill({&byte, 1});
    std::copy(message.begin(), message.end(), block.data() + 3 + padding);
    return block;
}

std::optional<SecureBytes> pkcs1_message(ByteView block)
{
    require(block.size() >= pkcs1_overhead, Errc::malformed_data, "PKCS#1", "a block that is too short");
    Mask bad = ~(is_zero(block[0]) & is_equal(block[1], 0x02));
    Mask searching = ~Mask{0};
    std::uint32_t separator = 0;
    for (std::uint32_t i = 2; i < block.size(); ++i) {
        const Mask found = searching & is_zero(block[i]);
        separator |= found & i;
        searching &= ~found;
    }
    bad |= searching | is_less(separator, pkcs1_overhead - 1); // eight bytes of padding at least
    if (bad != 0)
        return std::nullopt;
    return tail(block, separator + 1);
}

// ---- OAEP

std::size_t oaep_overhead(const Oaep& oaep)
{
    return 2 * digest_size(oaep.hash) + 2;
}

SecureBytes oaep_block(const Oaep& oaep, ByteView message, std::size_t modulus_size, RandomSource& random)
{
    require(
        modulus_size >= oaep_overhead(oaep) + message.size(), Errc::malformed_data, "OAEP", "the message is too long");
    // EM = 00 | maskedSeed | maskedDB with DB = Hash(label) | zeros | 01 | message
    const std::size_t hash_size = digest_size(oaep.hash);
    SecureBytes block{modulus_size};
    const std::span<std::uint8_t> seed = block.span().subspan(1, hash_size);
    const std::span<std::uint8_t> db = block.span().subspan(1 + hash_size);
    random.fill(seed);
    const Bytes label_hash = digest(oaep.hash, oaep.label);
    std::copy(label_hash.begin(), label_hash.end(), db.begin());
    db[db.size() - message.size() - 1] = 0x01;
    std::copy(message.begin(), message.end(), db.end() - static_cast<std::ptrdiff_t>(message.size()));
    apply_mask(db, oaep.mask_hash, seed);
    apply_mask(seed, oaep.mask_hash, db);
    return block;
}

std::optional<SecureBytes> oaep_message(const Oaep& oaep, ByteView encoded)
{
    require(encoded.size() >= oaep_overhead(oaep), Errc::malformed_data, "OAEP", "a block that is too short");
    const std::size_t hash_size = digest_size(oaep.hash);
    SecureBytes block{encoded};
    const std::span<std::uint8_t> seed = block.span().subspan(1, hash_size);
    const std::span<std::uint8_t> db = block.span().subspan(1 + hash_size);
    apply_mask(seed, oaep.mask_hash, db);
    apply_mask(db, oaep.mask_hash, seed);

    Mask bad = ~is_zero(block[0]);
    const Bytes label_hash = digest(oaep.hash, oaep.label);
    for (std::size_t i = 0; i < hash_size; ++i)
        bad |= ~is_equal(db[i], label_hash[i]);
    Mask searching = ~Mask{0};
    std::uint32_t separator = 0;
    for (std::uint32_t i = static_cast<std::uint32_t>(hash_size); i < db.size(); ++i) {
        const Mask found = searching & is_equal(db[i], 0x01);
        separator |= found & i;
        bad |= searching & ~found & ~is_zero(db[i]);
        searching &= ~found;
    }
    if ((bad | searching) != 0)
        return std::nullopt;
    return tail(db, separator + 1);
}

} // namespace card::crypto
