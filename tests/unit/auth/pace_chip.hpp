// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/auth/general_authenticate.hpp"
#include "card/auth/pace.hpp"
#include "card/crypto/cipher.hpp"
#include "card/iso7816/channel.hpp"
#include "card/iso7816/status_word.hpp"
#include "card/tlv/writer.hpp"

#include <optional>
#include <string>

namespace test {

/// What EF.CardAccess would offer: a mapping on a curve with AES of `key_size` bytes.
inline card::auth::pace::Parameters pace_parameters(card::crypto::Curve curve,
    card::auth::pace::Mapping mapping = card::auth::pace::Mapping::generic, std::size_t key_size = 16)
{
    using card::crypto::Curve;
    const std::string family = mapping == card::auth::pace::Mapping::generic ? "2." : "6.";
    const std::string cipher = key_size == 16 ? "2" : key_size == 24 ? "3" : "4";
    const unsigned id = curve == Curve::p256 ? 12 : curve == Curve::p384 ? 15 : 13;
    const card::tlv::Oid protocol{"0.4.0.127.0.7.2.2.4." + family + cipher};
    return *card::auth::pace::supported({.oid = protocol, .version = 2, .parameter_id = id});
}

/// The chip's side of PACE with a CAN, for what no published example covers. It shares its calculations with the code
/// under test; proof of those are the worked examples and the reference card.
class PaceChip : public card::iso7816::Channel {
public:
    PaceChip(card::auth::pace::Parameters parameters, card::ByteView can)
        : parameters_{std::move(parameters)}, can_{can}, static_key_{parameters_.group.generate(random_)}
    {
    }

    /// Makes the shared secret of the key agreement begin with a zero byte.
    void prefer_leading_zero() { leading_zero_ = true; }

    const card::auth::pace::Parameters& parameters() const { return parameters_; }

    const card::Bytes& set_at() const { return set_at_; }

    const card::crypto::SessionKeys& keys() const { return keys_; }

    const card::SecureBytes& shared_secret() const { return shared_; }

    /// PK_IC, the key that EF.CardSecurity would name.
    const card::crypto::Point& static_key() const { return static_key_.public_key(); }

    card::iso7816::Limits limits() const override { return {}; }

    card::iso7816::Response transmit(const card::iso7816::Command& command) override
    {
        if (command.ins == card::iso7816::Ins::manage_security_environment) {
            set_at_ = command.data;
            step_ = 0;
            return {{}, card::iso7816::sw::ok};
        }
        switch (step_++) {
        case 0:
            return send_nonce();
        case 1:
            return map(sent(command, 0x81));
        case 2:
            return agree_on_keys(sent(command, 0x83));
        default:
            return prove(card::auth::dynamic_authentication_data(command.data, card::tlv::Tag{0x85}));
        }
    }

private:
    card::iso7816::Response send_nonce()
    {
        s_ = random_.secret(16);
        const auto k_pi = card::auth::pace::password_key(can_, parameters_.key_size);
        return answer(object(0x80, card::crypto::aes_cbc_encrypt(k_pi, card::Bytes(16), s_)));
    }

    /// Under chip authentication mapping the mapping key is CA_IC * SK_IC, applied one after the other.
    card::iso7816::Response map(const card::crypto::Point& theirs)
    {
        using card::crypto::multiply;
        const auto own = parameters_.group.generate(random_);
        const bool cam = parameters_.mapping == card::auth::pace::Mapping::chip_authentication;
        const auto base = cam ? static_key_.public_key() : parameters_.group.generator();
        const auto peer = cam ? card::crypto::agree(static_key_, theirs) : theirs;
        ca_ic_ = card::to_bytes(own.private_key());
        mapped_ = card::auth::pace::map_generator(parameters_.group, s_, multiply(peer, ca_ic_));
        return answer(object(0x82, multiply(base, ca_ic_).encode()));
    }

    card::iso7816::Response agree_on_keys(const card::crypto::Point& theirs)
    {
        theirs_ = theirs;
        do {
            const auto own = mapped_->generate(random_);
            ours_ = own.public_key();
            shared_ = card::crypto::shared_secret(own, theirs);
        } while (leading_zero_ && shared_[0] != 0x00);
        keys_ = card::crypto::derive_session_keys(shared_, parameters_.key_size);
        return answer(object(0x84, ours_->encode()));
    }

    card::iso7816::Response prove(card::ByteView token)
    {
        if (!card::equal(token, card::auth::pace::token(parameters_.protocol, keys_.k_mac, *ours_)))
            return {{}, card::iso7816::sw::verification_failed};
        card::Bytes proof = object(0x86, card::auth::pace::token(parameters_.protocol, keys_.k_mac, *theirs_));
        if (parameters_.mapping == card::auth::pace::Mapping::chip_authentication) {
            const auto iv = card::crypto::aes_encrypt_block(keys_.k_enc, card::Bytes(16, 0xFF));
            card::append(
                proof, object(0x8A, card::crypto::aes_cbc_encrypt(keys_.k_enc, iv, card::crypto::pad80(ca_ic_))));
        }
        return answer(proof);
    }

    card::crypto::Point sent(const card::iso7816::Command& command, std::uint32_t tag) const
    {
        return parameters_.group.decode(card::auth::dynamic_authentication_data(command.data, card::tlv::Tag{tag}));
    }

    static card::Bytes object(std::uint32_t tag, card::ByteView value)
    {
        return card::tlv::encode(card::tlv::Tag{tag}, value);
    }

    static card::iso7816::Response answer(card::ByteView objects)
    {
        return {object(0x7C, objects), card::iso7816::sw::ok};
    }

    card::crypto::RandomSource& random_ = card::crypto::system_random();
    card::auth::pace::Parameters parameters_;
    card::auth::Can can_;
    card::crypto::KeyPair static_key_;
    bool leading_zero_ = false;
    int step_ = 0;
    card::Bytes set_at_;
    card::SecureBytes s_;
    card::Bytes ca_ic_;
    std::optional<card::crypto::Group> mapped_;
    std::optional<card::crypto::Point> ours_;
    std::optional<card::crypto::Point> theirs_;
    card::SecureBytes shared_;
    card::crypto::SessionKeys keys_;
};

} // namespace test
