// SPDX-License-Identifier: Apache-2.0
#include "pace.hpp"

#include "aes.hpp"
#include "kdf.hpp"
#include "tlv.hpp"

namespace refcard {

namespace {

// Dynamic authentication data. [9303-11] §4.4.4.2
constexpr tlv::Tag tag_dynamic = 0x7C;
constexpr tlv::Tag tag_nonce = 0x80;
constexpr tlv::Tag tag_map_ifd = 0x81;
constexpr tlv::Tag tag_map_ic = 0x82;
constexpr tlv::Tag tag_key_ifd = 0x83;
constexpr tlv::Tag tag_key_ic = 0x84;
constexpr tlv::Tag tag_token_ifd = 0x85;
constexpr tlv::Tag tag_token_ic = 0x86;
constexpr tlv::Tag tag_chip_authentication_data = 0x8A;

constexpr tlv::Tag tag_public_key = 0x7F49;
constexpr tlv::Tag tag_oid = 0x06;
constexpr tlv::Tag tag_point = 0x86;

} // namespace

Bytes chip_authentication_data(const ec::Curve& curve, ByteView static_scalar, ByteView mapping_scalar, ByteView k_enc)
{
    const Bytes ca_ic = curve.divide(mapping_scalar, static_scalar);
    const Bytes iv = aes::encrypt_block(k_enc, Bytes(aes::block_size, 0xFF));
    return aes::encrypt(k_enc, iv, aes::pad(ca_ic));
}

Pace::Pace(PaceProtocol protocol, ec::Curve curve, ByteView password, Bytes static_scalar, Random& random)
    : protocol_{protocol},
      curve_{std::move(curve)},
      static_scalar_{std::move(static_scalar)},
      random_{random},
      k_pi_{derive_9303(password, KeyUse::password, protocol.key_size)}
{
}

Bytes Pace::step(ByteView data)
{
    const ByteView objects = tlv::only(data, tag_dynamic);
    switch (state_) {
    case State::expect_nonce_request:
        return tlv::make(tag_dynamic, send_nonce(objects));
    case State::expect_mapping:
        return tlv::make(tag_dynamic, map(objects));
    case State::expect_ephemeral:
        return tlv::make(tag_dynamic, agree(objects));
    case State::expect_token:
        require(token_matches(data), Sw::authentication_failed);
        return tlv::make(tag_dynamic, send_token());
    case State::done:
        break;
    }
    throw Refusal{Sw::conditions};
}

// 1: z = E(K_pi, s)
Bytes Pace::send_nonce(ByteView objects)
{
    require(objects.empty(), Sw::wrong_data);
    s_ = random_.bytes(aes::block_size);
    state_ = State::expect_mapping;
    return tlv::make(tag_nonce, aes::encrypt(k_pi_, aes::zero_block(), s_));
}

// 3a, 3b: G' = s * G + H, where H is the shared point of the mapping keys
Bytes Pace::map(ByteView objects)
{
    const ec::Point pk_map_ifd = curve_.decode(tlv::only(objects, tag_map_ifd));
    sk_map_ic_ = curve_.generate_scalar(random_);
    const ec::Point pk_map_ic = curve_.multiply_generator(sk_map_ic_);
    require(!(pk_map_ifd == pk_map_ic), Sw::wrong_data);
    generator_ = curve_.map_generator(s_, curve_.multiply(sk_map_ic_, pk_map_ifd));
    state_ = State::expect_ephemeral;
    return tlv::make(tag_map_ic, pk_map_ic.encoding());
}

// 3c, 3d: key agreement over G'; session keys from the x-coordinate
Bytes Pace::agree(ByteView objects)
{
    pk_ifd_ = curve_.decode(tlv::only(objects, tag_key_ifd));
    const Bytes sk_ic = curve_.generate_scalar(random_);
    pk_ic_ = curve_.multiply(sk_ic, *generator_);
    require(!(*pk_ifd_ == *pk_ic_), Sw::wrong_data);
    const ec::Point shared = curve_.multiply(sk_ic, *pk_ifd_);
    keys_ = {.k_enc = derive_9303(shared.x(), KeyUse::encryption, protocol_.key_size),
        .k_mac = derive_9303(shared.x(), KeyUse::mac, protocol_.key_size),
        .holder_consented = true};
    state_ = State::expect_token;
    return tlv::make(tag_key_ic, pk_ic_->encoding());
}

// 3e: a MAC over the public key that its reader sent. [9303-11] §4.4.3.4
Bytes Pace::token(const ec::Point& of_the_other) const
{
    const Bytes key = tlv::make(tag_public_key,
        {tlv::make(tag_oid, protocol_.object_identifier()), tlv::make(tag_point, of_the_other.encoding())});
    Bytes mac = aes::cmac(keys_.k_mac, key);
    mac.resize(aes::short_mac_size);
    return mac;
}

bool Pace::token_matches(ByteView data) const
{
    const ByteView t_ifd = tlv::only(tlv::only(data, tag_dynamic), tag_token_ifd);
    require(t_ifd.size() == aes::short_mac_size, Sw::wrong_data);
    return ct_equal(t_ifd, token(*pk_ic_));
}

// 3f, and with chip authentication mapping the proof that the chip knows its static key
Bytes Pace::send_token()
{
    state_ = State::done;
    Bytes objects = tlv::make(tag_token_ic, token(*pk_ifd_));
    if (protocol_.mapping == Mapping::chip_authentication)
        append(objects, tlv::make(tag_chip_authentication_data,
                            chip_authentication_data(curve_, static_scalar_, sk_map_ic_, keys_.k_enc)));
    return objects;
}

} // namespace refcard
