// SPDX-License-Identifier: Apache-2.0
#include "pace.hpp"

#include "aes.hpp"
#include "kdf.hpp"
#include "tlv.hpp"

#include <array>

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

// Parameters of MSE:Set AT. [9303-11] §4.4.4.1
constexpr tlv::Tag tag_protocol = 0x80;
constexpr tlv::Tag tag_password = 0x83;
constexpr tlv::Tag tag_parameter_id = 0x84;
constexpr std::uint8_t password_can = 0x02;

constexpr tlv::Tag tag_public_key = 0x7F49;
constexpr tlv::Tag tag_oid = 0x06;
constexpr tlv::Tag tag_point = 0x86;

constexpr std::uint8_t pace_version = 2;

} // namespace

ByteView pace_protocol()
{
    static constexpr std::array<std::uint8_t, 10> value{0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x04, 0x02, 0x02};
    return value;
}

Bytes card_access(unsigned parameter_id)
{
    constexpr tlv::Tag set = 0x31;
    constexpr tlv::Tag sequence = 0x30;
    constexpr tlv::Tag integer = 0x02;
    const Bytes info =
        tlv::make(sequence, {tlv::make(tag_oid, pace_protocol()), tlv::make(integer, big_endian(pace_version, 1)),
                                tlv::make(integer, big_endian(parameter_id, 1))});
    return tlv::make(set, info);
}

void check_pace_template(const Command& command, unsigned parameter_id)
{
    tlv::Parser parser{command.data};
    require(same(parser.take(tag_protocol), pace_protocol()), Sw::wrong_data);
    const ByteView password = parser.take(tag_password);
    if (const auto id = parser.take_if(tag_parameter_id))
        require(same(id->value, big_endian(parameter_id, 1)), Sw::reference_not_found);
    parser.end();
    require(password.size() == 1 && password[0] == password_can, Sw::reference_not_found);
}

Pace::Pace(ec::Curve curve, ByteView password, Random& random)
    : curve_{std::move(curve)}, random_{random}, k_pi_{derive_9303(password, KeyUse::password)}
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
    const Bytes sk_map_ic = curve_.generate_scalar(random_);
    const ec::Point pk_map_ic = curve_.multiply_generator(sk_map_ic);
    require(!(pk_map_ifd == pk_map_ic), Sw::wrong_data);
    generator_ = curve_.map_generator(s_, curve_.multiply(sk_map_ic, pk_map_ifd));
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
    keys_ = {.k_enc = derive_9303(shared.x(), KeyUse::encryption),
        .k_mac = derive_9303(shared.x(), KeyUse::mac),
        .holder_consented = true};
    state_ = State::expect_token;
    return tlv::make(tag_key_ic, pk_ic_->encoding());
}

// 3e: a MAC over the public key that its reader sent. [9303-11] §4.4.3.4
Bytes Pace::token(const ec::Point& of_the_other) const
{
    const Bytes key =
        tlv::make(tag_public_key, {tlv::make(tag_oid, pace_protocol()), tlv::make(tag_point, of_the_other.encoding())});
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

// 3f
Bytes Pace::send_token()
{
    state_ = State::done;
    return tlv::make(tag_token_ic, token(*pk_ifd_));
}

} // namespace refcard
