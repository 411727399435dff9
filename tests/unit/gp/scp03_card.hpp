// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/cipher.hpp"
#include "card/crypto/mac.hpp"
#include "card/gp/scp03.hpp"

#include <functional>

namespace test {

/// A card that opens SCP03 under given keys at level 33 and answers its commands by a function. It checks no MAC: the
/// recorded sessions and the reference card prove those.
class Scp03Card : public card::iso7816::Channel {
public:
    using Answer = std::function<card::iso7816::Response(const card::iso7816::Command&)>;

    Scp03Card(card::gp::KeySet keys, Answer answer) : keys_{std::move(keys)}, answer_{std::move(answer)} {}

    card::iso7816::Limits limits() const override { return {}; }

    card::iso7816::Response transmit(const card::iso7816::Command& command) override
    {
        using namespace card;
        chain(command);
        if (command.ins == iso7816::Ins::initialize_update)
            return identify(command);
        if (command.ins == iso7816::Ins::external_authenticate)
            return {{}, iso7816::sw::ok};
        ++counter_;
        iso7816::Command plain = command;
        plain.data.resize(command.data.size() - gp::Scp03Session::mac_size);
        if (!plain.data.empty())
            plain.data = to_bytes(crypto::unpad80(crypto::aes_cbc_decrypt(session_.s_enc, iv(0x00), plain.data)));
        return protect(answer_(plain));
    }

private:
    card::iso7816::Response identify(const card::iso7816::Command& command)
    {
        using namespace card;
        gp::Challenge host{};
        std::copy_n(command.data.begin(), host.size(), host.begin());
        const gp::Challenge own{0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xC6, 0xC7};
        session_ = gp::derive_session_keys(keys_, host, own);
        chaining_ = Bytes(16);
        counter_ = 0;
        return {
            concat({Bytes(10), Bytes{0x30, 0x03, 0x70}, own, gp::card_cryptogram(session_.s_mac, host, own), Bytes(3)}),
            iso7816::sw::ok};
    }

    void chain(const card::iso7816::Command& command)
    {
        using namespace card;
        if (session_.s_mac.empty() || command.ins == iso7816::Ins::initialize_update)
            return;
        const bool extended = command.data.size() > 255 || command.ne > 256;
        const Bytes header{command.cla, static_cast<std::uint8_t>(command.ins), command.p1, command.p2};
        chaining_ =
            crypto::aes_cmac(session_.s_mac, {chaining_, header, big_endian(command.data.size(), extended ? 3 : 1),
                                                 ByteView{command.data}.first(command.data.size() - 8)});
    }

    card::iso7816::Response protect(const card::iso7816::Response& plain)
    {
        using namespace card;
        if (!iso7816::sw::normal_or_warning(plain.sw()))
            return plain;
        const Bytes data = plain.data().empty()
                               ? Bytes{}
                               : crypto::aes_cbc_encrypt(session_.s_enc, iv(0x80), crypto::pad80(plain.data()));
        const Bytes mac = crypto::aes_cmac(session_.s_rmac, {chaining_, data, big_endian(plain.sw().value, 2)});
        return {concat({data, ByteView{mac}.first(8)}), plain.sw()};
    }

    card::Bytes iv(std::uint8_t first) const
    {
        card::Bytes block = card::big_endian(counter_, 16);
        block[0] = first;
        return card::crypto::aes_encrypt_block(session_.s_enc, block);
    }

    card::gp::KeySet keys_;
    Answer answer_;
    card::gp::Scp03SessionKeys session_;
    card::Bytes chaining_;
    std::uint64_t counter_ = 0;
};

} // namespace test
