// SPDX-License-Identifier: Apache-2.0
#include "card/auth/pace.hpp"

#include "card/auth/general_authenticate.hpp"
#include "card/base/error.hpp"
#include "card/crypto/cipher.hpp"
#include "card/crypto/mac.hpp"
#include "card/iso7816/status_word.hpp"
#include "card/tlv/writer.hpp"

namespace card::auth::pace {

namespace {

using crypto::Group;
using crypto::KeyPair;
using crypto::Point;
using iso7816::Channel;
using iso7816::Response;
namespace sw = iso7816::sw;

/// [9303-11] §4.4.4
namespace tag {
constexpr tlv::Tag mechanism{0x80}; // in MSE:Set AT
constexpr tlv::Tag password{0x83};
constexpr tlv::Tag domain_parameters{0x84};

constexpr tlv::Tag nonce{0x80}; // in GENERAL AUTHENTICATE
constexpr tlv::Tag map_ifd{0x81};
constexpr tlv::Tag map_ic{0x82};
constexpr tlv::Tag key_ifd{0x83};
constexpr tlv::Tag key_ic{0x84};
constexpr tlv::Tag token_ifd{0x85};
constexpr tlv::Tag token_ic{0x86};

constexpr tlv::Tag public_key{0x7F49}; // in the token. [9303-11] §9.4.5
constexpr tlv::Tag uncompressed_point{0x86};
} // namespace tag

constexpr std::size_t token_size = 8;

/// MSE:Set AT for mutual authentication. [9303-11] §4.4.4.1
void set_authentication_template(Channel& chip, const Parameters& parameters, const Password& password)
{
    Bytes data = concat({tlv::encode(tag::mechanism, parameters.protocol.content()),
        tlv::encode(tag::password, Bytes{static_cast<std::uint8_t>(password.kind())})});
    if (parameters.ambiguous)
        append(data, tlv::encode(tag::domain_parameters, big_endian(parameters.parameter_id, 1)));
    chip.transmit({.ins = iso7816::Ins::manage_security_environment, .p1 = 0xC1, .p2 = 0xA4, .data = data})
        .require(sw::ok, "PACE MSE:Set AT");
}

/// The one object of an answer; anything else ends PACE.
Bytes answered(const Response& response, tlv::Tag tag, std::string_view step)
{
    try {
        return to_bytes(dynamic_authentication_data(response.data(), tag));
    } catch (const Error& error) {
        throw Error{Errc::pace_failed, Step{std::string{step}}, error.what()};
    }
}

Bytes request_nonce(Channel& chip)
{
    constexpr std::string_view step = "PACE step 1";
    const Response response = chip.transmit(general_authenticate(Chain::more));
    return answered(response.require(sw::ok, step), tag::nonce, step);
}

Bytes exchange(Channel& chip, tlv::Tag ours, ByteView value, tlv::Tag theirs, std::string_view step)
{
    const Response response = chip.transmit(general_authenticate(Chain::more, ours, value));
    return answered(response.require(sw::ok, step), theirs, step);
}

/// The last command. Only here does the chip learn whether the password was right, and says so by 6300 or 63Cx.
Bytes exchange_token(Channel& chip, const Password& password, ByteView t_ifd)
{
    constexpr std::string_view step = "PACE step 3d";
    const Response response = chip.transmit(general_authenticate(Chain::last, tag::token_ifd, t_ifd));
    if (response.sw() == sw::verification_failed || sw::tries_left(response.sw()))
        throw Error{password.kind() == Password::Kind::can ? Errc::can_wrong : Errc::mrz_wrong, Step{std::string{step}},
            response.sw()};
    return answered(response.require(sw::ok, step), tag::token_ic, step);
}

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
crypto::SessionKeys establish(
    Channel& chip, const Parameters& parameters, const Password& password, crypto::RandomSource& random)
{
    const Group& group = parameters.group;
    set_authentication_template(chip, parameters, password);

    // 1, 2: the chip sends z = E(K_pi, s); the password recovers s
    const SecureBytes s = decrypt_nonce(password_key(password, parameters.key_size), request_nonce(chip));

    // 3a: map the nonce to an ephemeral generator, G' = s*G + H
    const KeyPair map_ifd = group.generate(random);
    const Point map_ic =
        group.decode(exchange(chip, tag::map_ifd, map_ifd.public_key().encode(), tag::map_ic, "PACE step 3a"));
    reject_reflection(map_ic, map_ifd, "PACE step 3a");
    const Group mapped = map_generator(group, s, crypto::agree(map_ifd, map_ic));

    // 3b: key agreement over G'
    const KeyPair ifd = mapped.generate(random);
    const Point pk_ic =
        mapped.decode(exchange(chip, tag::key_ifd, ifd.public_key().encode(), tag::key_ic, "PACE step 3b"));
    reject_reflection(pk_ic, ifd, "PACE step 3b");

    // 3c: session keys
    crypto::SessionKeys keys = crypto::derive_session_keys(crypto::shared_secret(ifd, pk_ic), parameters.key_size);

    // 3d: each side proves knowledge of KS_mac over the other's key
    const Bytes t_ic = exchange_token(chip, password, token(parameters.protocol, keys.k_mac, pk_ic));
    require(ct_equal(t_ic, token(parameters.protocol, keys.k_mac, ifd.public_key())), Errc::pace_failed, "PACE step 3d",
        "the chip's authentication token is wrong");
    return keys;
}

} // namespace card::auth::pace
