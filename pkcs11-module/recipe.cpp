// SPDX-License-Identifier: Apache-2.0
#include "recipe.hpp"

#include "arguments.hpp"
#include "errors.hpp"

#include "card/crypto/rsa_padding.hpp"
#include "card/crypto/signature.hpp"

#include <algorithm>
#include <array>

namespace p11 {

using card::Bytes;
using card::ByteView;
using card::SecureBytes;
using card::crypto::Hash;
using card::crypto::Point;
using card::crypto::RsaPublicKey;

namespace {

/// SHA-512 yields as many bytes; nobody signs longer digests.
constexpr std::size_t longest_digest = 64;

/// The bit string of ECDSA as a number of the group's length: a longer digest loses its right end, a shorter one gets
/// zeros on the left. [FIPS186-5] §6.4.1
Bytes fit(ByteView digest, std::size_t size)
{
    Bytes out(size);
    const auto used = static_cast<std::ptrdiff_t>(std::min(digest.size(), size));
    std::copy(digest.begin(), digest.begin() + used, out.end() - used);
    return out;
}

Hash hash_of(CK_MECHANISM_TYPE type)
{
    try {
        return digest_mechanism(type);
    } catch (const Failure&) {
        throw Failure{CKR_MECHANISM_PARAM_INVALID};
    }
}

Hash hash_of_mask(CK_RSA_PKCS_MGF_TYPE type)
{
    constexpr std::array<std::pair<CK_RSA_PKCS_MGF_TYPE, Hash>, 5> table{{
        {CKG_MGF1_SHA1, Hash::sha1},
        {CKG_MGF1_SHA224, Hash::sha224},
        {CKG_MGF1_SHA256, Hash::sha256},
        {CKG_MGF1_SHA384, Hash::sha384},
        {CKG_MGF1_SHA512, Hash::sha512},
    }};
    const auto found = std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.first == type; });
    require(found != table.end(), CKR_MECHANISM_PARAM_INVALID);
    return found->second;
}

const RsaPublicKey& rsa_of(const CardKey& key)
{
    return std::get<RsaPublicKey>(key.public_key);
}

} // namespace

Recipe::Recipe(const Mechanism& mechanism, const CK_MECHANISM& parameters, CardKey key)
    : scheme_{mechanism.scheme}, hash_{mechanism.hash}, key_{std::move(key)}
{
    if (scheme_ == Scheme::pss)
        read_pss(parameters);
    else if (scheme_ == Scheme::oaep)
        read_oaep(parameters);
    else
        require(parameters.ulParameterLen == 0, CKR_MECHANISM_PARAM_INVALID);
}

/// The hash stands in the parameters, and in the mechanism's name as well if the module hashes.
void Recipe::read_pss(const CK_MECHANISM& parameters)
{
    const auto pss = mechanism_parameters<CK_RSA_PKCS_PSS_PARAMS>(parameters);
    inner_hash_ = hash_of(pss.hashAlg);
    mask_hash_ = hash_of_mask(pss.mgf);
    salt_size_ = pss.sLen;
    const std::size_t room = size() - card::crypto::digest_size(inner_hash_) - 2;
    require((!hash_ || *hash_ == inner_hash_) && salt_size_ <= room, CKR_MECHANISM_PARAM_INVALID);
}

void Recipe::read_oaep(const CK_MECHANISM& parameters)
{
    constexpr std::size_t longest_label = 4096; // more is a length gone wrong
    const auto oaep = mechanism_parameters<CK_RSA_PKCS_OAEP_PARAMS>(parameters);
    inner_hash_ = hash_of(oaep.hashAlg);
    mask_hash_ = hash_of_mask(oaep.mgf);
    require(oaep.source == CKZ_DATA_SPECIFIED || oaep.ulSourceDataLen == 0, CKR_MECHANISM_PARAM_INVALID);
    require((oaep.pSourceData != nullptr || oaep.ulSourceDataLen == 0) && oaep.ulSourceDataLen <= longest_label,
        CKR_MECHANISM_PARAM_INVALID);
    label_ = card::to_bytes(input(static_cast<const CK_BYTE*>(oaep.pSourceData), oaep.ulSourceDataLen));
}

std::size_t Recipe::longest_input() const
{
    switch (scheme_) {
    case Scheme::ecdsa:
        return longest_digest;
    case Scheme::pkcs1:
        return size() - card::crypto::pkcs1_overhead;
    case Scheme::pss:
        return card::crypto::digest_size(inner_hash_);
    case Scheme::oaep:
        return size() - card::crypto::oaep_overhead({inner_hash_, mask_hash_, {}});
    default:
        return size();
    }
}

/// A number in the length of the modulus, and below it. [PKCS11-CM-2.40] §2.1.8
Bytes Recipe::raw_block(ByteView data) const
{
    Bytes block(size() - data.size());
    card::append(block, data);
    const Bytes& modulus = rsa_of(key_).modulus();
    require(std::lexicographical_compare(block.begin(), block.end(), modulus.begin(), modulus.end()), CKR_DATA_INVALID);
    return block;
}

Bytes Recipe::block_to_sign(ByteView data) const
{
    require(data.size() <= longest_input(), CKR_DATA_LEN_RANGE);
    switch (scheme_) {
    case Scheme::ecdsa:
        require(!data.empty(), CKR_DATA_LEN_RANGE);
        return fit(data, size());
    case Scheme::pkcs1:
        require(!data.empty(), CKR_DATA_LEN_RANGE);
        return hash_ ? card::crypto::pkcs1_block(*hash_, data, size()) : card::crypto::pkcs1_padded(data, size());
    case Scheme::pss:
        require(data.size() == longest_input(), CKR_DATA_LEN_RANGE);
        return card::crypto::pss_block(
            {inner_hash_, mask_hash_, salt_size_}, data, card::crypto::system_random().bytes(salt_size_), size());
    case Scheme::raw:
        return raw_block(data);
    default:
        throw Failure{CKR_MECHANISM_INVALID};
    }
}

bool Recipe::verifies(ByteView data, ByteView signature) const
{
    if (data.size() > longest_input())
        return false;
    if (scheme_ == Scheme::ecdsa)
        return card::crypto::verify_ecdsa(std::get<Point>(key_.public_key), fit(data, size()), signature);
    if (scheme_ == Scheme::pss)
        return card::crypto::verify_rsa_pss(rsa_of(key_), {inner_hash_, mask_hash_, salt_size_}, data, signature);
    const Bytes& modulus = rsa_of(key_).modulus();
    return std::lexicographical_compare(signature.begin(), signature.end(), modulus.begin(), modulus.end()) &&
           card::crypto::rsa_public_operation(rsa_of(key_), signature) == block_to_sign(data);
}

Bytes Recipe::encrypt(ByteView message) const
{
    require(message.size() <= longest_input(), CKR_DATA_LEN_RANGE);
    card::crypto::RandomSource& random = card::crypto::system_random();
    switch (scheme_) {
    case Scheme::pkcs1:
        return rsa_public_operation(rsa_of(key_), card::crypto::pkcs1_encryption_block(message, size(), random));
    case Scheme::oaep:
        return rsa_public_operation(
            rsa_of(key_), card::crypto::oaep_block({inner_hash_, mask_hash_, label_}, message, size(), random));
    default:
        return rsa_public_operation(rsa_of(key_), raw_block(message));
    }
}

SecureBytes Recipe::message_in(const SecureBytes& block) const
{
    if (scheme_ == Scheme::raw)
        return block.clone();
    std::optional<SecureBytes> message = scheme_ == Scheme::pkcs1
                                             ? card::crypto::pkcs1_message(block)
                                             : card::crypto::oaep_message({inner_hash_, mask_hash_, label_}, block);
    require(message.has_value(), CKR_ENCRYPTED_DATA_INVALID);
    return std::move(*message);
}

} // namespace p11
