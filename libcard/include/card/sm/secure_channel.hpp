// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/channel.hpp"
#include "card/sm/suite.hpp"

namespace card::sm {

/// Secure messaging with AES: every command is encrypted and authenticated, every answer verified before it is
/// decrypted. [9303-11] §9.8
///
/// An answer that is not protected, or whose protection is wrong, closes the channel: this and each later transmit
/// throw secure_messaging_failed. The channel below must outlive this one.
class CARD_API SecureChannel : public iso7816::Channel {
public:
    /// The counter starts at zero after PACE and Chip Authentication.
    SecureChannel(iso7816::Channel& below, crypto::SessionKeys keys, SendSequenceCounter ssc = {});

    iso7816::Response transmit(const iso7816::Command& command) override;
    /// What is left after the data objects of secure messaging and their padding.
    iso7816::Limits limits() const override;

    bool is_open() const noexcept { return open_; }

private:
    iso7816::Channel& below_;
    Suite suite_;
    bool open_ = true;
};

} // namespace card::sm
