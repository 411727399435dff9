// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/crypto/random.hpp"
#include "card/gp/initialize_update.hpp"
#include "card/gp/scp03_keys.hpp"
#include "card/iso7816/channel.hpp"

namespace card::gp {

/// What is protected: C-MAC always, C-ENC, R-MAC, R-ENC. [GP-D] §7.1.2.3
enum class SecurityLevel : std::uint8_t {
    c_mac = 0x01,
    c_mac_c_enc = 0x03,
    c_mac_r_mac = 0x11,
    c_mac_c_enc_r_mac = 0x13,
    all = 0x33,
};

/// An open SCP03 session: a Channel around a Channel. [GP-D] §6.2.4 to §6.2.7
///
/// An error status word passes as it is, as the card does not protect it. Any other answer without a right R-MAC, when
/// the level asks for one, throws scp_failed and closes the channel for good. The channel below must outlive this one.
class CARD_API Scp03Channel : public iso7816::Channel {
public:
    iso7816::Response transmit(const iso7816::Command& command) override;
    iso7816::Limits limits() const override;

    const CardIdentification& card() const noexcept { return card_; }

    bool is_open() const noexcept { return open_; }

    /// Sensitive data under Key-DEK: AES-CBC with a zero IV over whole blocks. [GP-D] §6.2.8
    Bytes encrypt_sensitive(ByteView whole_blocks) const;

private:
    friend CARD_API Scp03Channel open(iso7816::Channel&, const KeySet&, SecurityLevel, crypto::RandomSource&, Kvn);
    Scp03Channel(iso7816::Channel& below, CardIdentification card, Scp03SessionKeys keys, SecureBytes dek);

    iso7816::Command wrap(const iso7816::Command& command);
    iso7816::Response unwrap(const iso7816::Response& response);
    Bytes counter_iv(bool response) const;

    iso7816::Channel* below_;
    CardIdentification card_;
    Scp03SessionKeys keys_;
    SecureBytes dek_;
    SecurityLevel level_ = SecurityLevel::c_mac; ///< until EXTERNAL AUTHENTICATE is answered
    Bytes mac_chaining_;                         ///< 16 bytes, zero before the first command
    std::uint64_t encryption_counter_ = 0;
    bool open_ = true;
};

/// INITIALIZE UPDATE and EXTERNAL AUTHENTICATE. [GP-D] §5.1, §7.1
///
/// The card's cryptogram is checked first: scp_cryptogram_wrong, and nothing was sent after it. Throws scp_failed when
/// the card refuses ours, unexpected_status, response_malformed. Draws eight bytes of randomness.
CARD_API Scp03Channel open(
    iso7816::Channel& card, const KeySet& keys, SecurityLevel level, crypto::RandomSource& random, Kvn kvn = any_kvn);

} // namespace card::gp
