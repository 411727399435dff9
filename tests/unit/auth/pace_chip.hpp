// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/auth/general_authenticate.hpp"
#include "card/auth/pace.hpp"
#include "card/crypto/cipher.hpp"
#include "card/iso7816/channel.hpp"
#include "card/iso7816/status_word.hpp"
#include "card/tlv/writer.hpp"

#include <optional>

namespace test {

/// The chip's side of PACE with a CAN, for curves that no published example covers. It shares its calculations with
/// the code under test; proof of those are the worked examples and the reference card.
class PaceChip : public card::iso7816::Channel {
public:
    PaceChip(card::crypto::Group group, card::ByteView can) : group_{std::move(group)}, can_{can} {}

    card::auth::pace::Parameters parameters() const
    {
        const unsigned id = group_.curve() == card::crypto::Curve::p256   ? 12
                            : group_.curve() == card::crypto::Curve::p384 ? 15
                                                                          : 13;
        return *card::auth::pace::supported({.oid = protocol, .version = 2, .parameter_id = id});
    }

    const card::Bytes& set_at() const { return set_at_; }

    const card::crypto::SessionKeys& keys() const { return keys_; }

    card::iso7816::Limits limits() const override { return {}; }

    card::iso7816::Response transmit(const card::iso7816::Command& command) override
    {
        using card::tlv::Tag;
        if (command.ins == card::iso7816::Ins::manage_security_environment) {
            set_at_ = command.data;
            step_ = 0;
            return {{}, card::iso7816::sw::ok};
        }
        switch (step_++) {
        case 0:
            s_ = card::crypto::system_random().secret(16);
            return answer(Tag{0x80},
                card::crypto::aes_cbc_encrypt(card::auth::pace::password_key(can_, 16), card::Bytes(16), s_));
        case 1: {
            const auto own = group_.generate(card::crypto::system_random());
            mapped_ = card::auth::pace::map_generator(group_, s_, agree(own, sent(command, 0x81)));
            return answer(Tag{0x82}, own.public_key().encode());
        }
        case 2: {
            const auto own = mapped_->generate(card::crypto::system_random());
            theirs_ = sent(command, 0x83);
            ours_ = own.public_key();
            keys_ = card::crypto::derive_session_keys(shared_secret(own, *theirs_), 16);
            return answer(Tag{0x84}, ours_->encode());
        }
        default: {
            const auto token = card::auth::dynamic_authentication_data(command.data, Tag{0x85});
            if (!card::equal(token, card::auth::pace::token(protocol, keys_.k_mac, *ours_)))
                return {{}, card::iso7816::sw::verification_failed};
            return answer(Tag{0x86}, card::auth::pace::token(protocol, keys_.k_mac, *theirs_));
        }
        }
    }

private:
    card::crypto::Point sent(const card::iso7816::Command& command, std::uint32_t tag) const
    {
        return group_.decode(card::auth::dynamic_authentication_data(command.data, card::tlv::Tag{tag}));
    }

    static card::iso7816::Response answer(card::tlv::Tag tag, card::ByteView value)
    {
        return {card::tlv::encode(card::tlv::Tag{0x7C}, {card::tlv::encode(tag, value)}), card::iso7816::sw::ok};
    }

    inline static const card::tlv::Oid protocol{"0.4.0.127.0.7.2.2.4.2.2"};

    card::crypto::Group group_;
    card::auth::Can can_;
    int step_ = 0;
    card::Bytes set_at_;
    card::SecureBytes s_;
    std::optional<card::crypto::Group> mapped_;
    std::optional<card::crypto::Point> ours_;
    std::optional<card::crypto::Point> theirs_;
    card::crypto::SessionKeys keys_;
};

} // namespace test
