// SPDX-License-Identifier: Apache-2.0
#include "card/auth/pace.hpp"

#include "pace_commands.hpp"

#include "card/base/error.hpp"
#include "card/crypto/cipher.hpp"
#include "card/crypto/mac.hpp"
#include "card/tlv/writer.hpp"

namespace card::auth::pace {

namespace {

using crypto::Group;
using crypto::KeyPair;
using crypto::Point;

/// What the token covers. [9303-11] §9.4.5
namespace tag {
constexpr tlv::Tag public_key{0x7F49};
constexpr tlv::Tag uncompressed_point{0x86};
} // namespace tag

constexpr std::size_t token_size = 8;

void reject_reflection(const Point& theirs, const KeyPair& ours, std::string_view step)
{
    require(theirs != ours.public_key(), Errc::key_rejected, step, "the chip reflected our key");
}

} // namespace

SecureBytes password_key(const Password& password, std::size_t key_size)
{
    return crypto::derive_key(password.secret(), crypto::KeyUse::password, key_size);
}

SecureBytes decrypt_nonce(ByteView k_pi, ByteView z)
{
    require(z.size() == 16 || z.size() == 32, Errc::pace_failed, "PACE step 1", "a nonce of another size");
    return crypto::aes_cbc_decrypt(k_pi, Bytes(crypto::aes_block_size), z);
}

Group map_generator(const Group& group, ByteView s, const Point& h)
{
    return group.with_generator(crypto::add(crypto::multiply(group.generator(), s), h));
}

Bytes token(const tlv::Oid& protocol, ByteView k_mac, const Point& public_key)
{
    const Bytes data =
        tlv::encode(tag::public_key, {protocol.encode(), tlv::encode(tag::uncompressed_point, public_key.encode())});
    Bytes mac = crypto::aes_cmac(k_mac, data);
    mac.resize(token_size);
    return mac;
}

/// Step numbers follow [9303-11] §4.4.1.
Established establish(
    iso7816::Channel& chip, const Parameters& parameters, const Password& password, crypto::RandomSource& random)
{
    const Group& group = parameters.group;
    set_authentication_template(chip, parameters, password);

    // 1, 2: the chip sends z = E(K_pi, s); the password recovers s
    const SecureBytes s = decrypt_nonce(password_key(password, parameters.key_size), request_nonce(chip));

    // 3a: map the nonce to an ephemeral generator, G' = s*G + H
    const KeyPair map_ifd = group.generate(random);
    const Point pk_map_ic = group.decode(exchange_mapping_key(chip, map_ifd.public_key().encode()));
    reject_reflection(pk_map_ic, map_ifd, "PACE step 3a");
    const Group mapped = map_generator(group, s, crypto::agree(map_ifd, pk_map_ic));

    // 3b: key agreement over G'
    const KeyPair ifd = mapped.generate(random);
    const Point pk_ic = mapped.decode(exchange_ephemeral_key(chip, ifd.public_key().encode()));
    reject_reflection(pk_ic, ifd, "PACE step 3b");

    // 3c: session keys
    crypto::SessionKeys keys = crypto::derive_session_keys(crypto::shared_secret(ifd, pk_ic), parameters.key_size);

    // 3d: each side proves knowledge of KS_mac over the other's key
    const Proof proof =
        exchange_token(chip, parameters.mapping, password.kind(), token(parameters.protocol, keys.k_mac, pk_ic));
    require(ct_equal(proof.t_ic, token(parameters.protocol, keys.k_mac, ifd.public_key())), Errc::pace_failed,
        "PACE step 3d", "the chip's authentication token is wrong");

    // 4: under chip authentication mapping the chip also tells how its key made the mapping key
    std::optional<ChipMapping> mapping;
    if (proof.a_ic)
        mapping = ChipMapping{pk_map_ic, decrypt_chip_authentication_data(keys.k_enc, *proof.a_ic, group.curve())};
    return {std::move(keys), std::move(mapping)};
}

} // namespace card::auth::pace
