// SPDX-License-Identifier: Apache-2.0
#include "card/piv/possession.hpp"

#include "card/piv/application.hpp"

namespace card::piv {

namespace {

bool signs(iso7816::Channel& channel, Slot slot, const crypto::PublicKey& key, crypto::RandomSource& random)
{
    const Algorithm algorithm = algorithm_of(key);
    const crypto::Hash hash = hash_for(algorithm);
    const Bytes digest = random.bytes(crypto::digest_size(hash));
    const Bytes signature = sign(channel, slot, algorithm, signature_input(algorithm, hash, digest));
    return crypto::verify_signature(key, hash, digest, signature);
}

bool agrees(iso7816::Channel& channel, Slot slot, const crypto::Point& key, crypto::RandomSource& random)
{
    const crypto::KeyPair own = crypto::Group{key.curve()}.generate(random);
    return ct_equal(agree(channel, slot, own.public_key()), crypto::shared_secret(own, key));
}

bool decrypts(iso7816::Channel& channel, Slot slot, const crypto::RsaPublicKey& key, crypto::RandomSource& random)
{
    SecureBytes block = random.secret(key.size());
    block[0] = 0; // below the modulus
    const Bytes cryptogram = crypto::rsa_public_operation(key, block);
    return ct_equal(decrypt(channel, slot, algorithm_of(crypto::PublicKey{key}), cryptogram), block);
}

} // namespace

bool has_private_key(iso7816::Channel& channel, Slot slot, const crypto::PublicKey& key, crypto::RandomSource& random)
{
    if (!manages_keys(slot))
        return signs(channel, slot, key, random);
    if (const auto* const point = std::get_if<crypto::Point>(&key))
        return agrees(channel, slot, *point, random);
    return decrypts(channel, slot, std::get<crypto::RsaPublicKey>(key), random);
}

} // namespace card::piv
