// SPDX-License-Identifier: Apache-2.0
#include "scp03.hpp"

#include "aes.hpp"

namespace refcard {

namespace {

constexpr std::uint8_t scp_identifier = 0x03;
constexpr std::uint8_t i_parameter = 0x70;
constexpr std::size_t challenge_size = 8;
constexpr std::size_t cryptogram_size = 8;

/// What makes the initial vector of a response differ from that of its command. [GP-D] §6.2.7
constexpr std::uint8_t response_mark = 0x80;

Bytes pseudo_random_challenge(const KeySet& keys, ByteView aid)
{
    const Bytes context = join({big_endian(keys.sequence_counter, 3), aid});
    return derive_scp03(keys.enc, ScpConstant::card_challenge, context, challenge_size * 8);
}

Bytes counter_block(std::uint32_t counter, std::uint8_t mark)
{
    Bytes block = big_endian(counter, aes::block_size);
    block[0] = mark;
    return block;
}

} // namespace

Scp03 Scp03::open(const KeySet& keys, ByteView aid, ByteView host_challenge)
{
    return recorded(keys, host_challenge, pseudo_random_challenge(keys, aid));
}

Scp03 Scp03::recorded(const KeySet& keys, ByteView host_challenge, ByteView card_challenge)
{
    return {keys, join({host_challenge, card_challenge})};
}

Scp03::Scp03(const KeySet& keys, Bytes challenges)
    : kvn_{keys.kvn},
      sequence_counter_{keys.sequence_counter},
      context_{std::move(challenges)},
      s_enc_{derive_scp03(keys.enc, ScpConstant::s_enc, context_, keys.enc.size() * 8)},
      s_mac_{derive_scp03(keys.mac, ScpConstant::s_mac, context_, keys.mac.size() * 8)},
      s_rmac_{derive_scp03(keys.mac, ScpConstant::s_rmac, context_, keys.mac.size() * 8)},
      chaining_value_{copy(aes::zero_block())}
{
}

Bytes Scp03::cryptogram(ScpConstant constant) const
{
    return derive_scp03(s_mac_, constant, context_, cryptogram_size * 8);
}

Bytes Scp03::opening(ByteView diversification_data) const
{
    const Bytes key_information{kvn_, scp_identifier, i_parameter};
    const ByteView card_challenge = ByteView{context_}.last(challenge_size);
    const Bytes card_cryptogram = cryptogram(ScpConstant::card_cryptogram);
    return join(
        {diversification_data, key_information, card_challenge, card_cryptogram, big_endian(sequence_counter_, 3)});
}

void Scp03::authenticate(const Apdu& apdu, std::uint8_t level)
{
    require(apdu.p1 == level && apdu.p2 == 0x00, Sw::wrong_parameters);
    require(apdu.data.size() == cryptogram_size + aes::short_mac_size, Sw::wrong_length);
    const Bytes host_cryptogram = cryptogram(ScpConstant::host_cryptogram);
    require(ct_equal(ByteView{apdu.data}.first(cryptogram_size), host_cryptogram), Sw::authentication_failed);
    check_mac(apdu);
    authenticated_ = true;
}

// The whole MAC becomes the next chaining value, half of it travels. Returns the data without it. [GP-D] §6.2.4
Bytes Scp03::check_mac(const Apdu& apdu)
{
    require(apdu.data.size() >= aes::short_mac_size, Sw::security_status);
    const ByteView data = ByteView{apdu.data}.first(apdu.data.size() - aes::short_mac_size);
    const ByteView received = ByteView{apdu.data}.last(aes::short_mac_size);
    chaining_value_ = aes::cmac(s_mac_, join({chaining_value_, apdu.header(), apdu.length, data}));
    require(ct_equal(received, ByteView{chaining_value_}.first(aes::short_mac_size)), Sw::security_status);
    return copy(data);
}

Command Scp03::unwrap(const Apdu& apdu)
{
    ++encryption_counter_; // with every command, even one without data. [GP-D] §6.2.6
    Bytes data = check_mac(apdu);
    if (!data.empty()) {
        require(data.size() % aes::block_size == 0, Sw::security_status);
        const Bytes iv = aes::encrypt_block(s_enc_, counter_block(encryption_counter_, 0x00));
        try {
            data = aes::unpad(aes::decrypt(s_enc_, iv, data));
        } catch (const Refusal&) {
            throw Refusal{Sw::security_status};
        }
    }
    return {
        .proprietary = (apdu.cla & 0x80) != 0,
        .more_follow = (apdu.cla & 0x10) != 0,
        .ins = Ins{apdu.ins},
        .p1 = apdu.p1,
        .p2 = apdu.p2,
        .data = std::move(data),
        .ne = apdu.ne,
        .protection = Protection::scp03,
    };
}

Bytes Scp03::wrap(const Answer& answer) const
{
    if (!processed(answer.sw))
        return {};
    Bytes data = answer.data;
    if (!data.empty()) {
        const Bytes iv = aes::encrypt_block(s_enc_, counter_block(encryption_counter_, response_mark));
        data = aes::encrypt(s_enc_, iv, aes::pad(data));
    }
    const Bytes sw = big_endian(static_cast<std::uint16_t>(answer.sw), 2);
    Bytes r_mac = aes::cmac(s_rmac_, join({chaining_value_, data, sw}));
    r_mac.resize(aes::short_mac_size);
    return join({data, r_mac});
}

} // namespace refcard
