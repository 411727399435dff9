// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/crypto/random.hpp"
#include "card/gp/initialize_update.hpp"
#include "card/gp/scp03_session.hpp"
#include "card/iso7816/channel.hpp"

namespace card::gp {

/// Half of an opening: INITIALIZE UPDATE is sent and answered, and who answered is not proven yet.
struct Opening {
    Challenge host_challenge{};
    CardIdentification card;
};

/// An open SCP03 session: a Channel around a Channel. [GP-D] §6.2.4 to §6.2.7
///
/// An error status word passes as it is, as the card does not protect it. Any other answer without a right R-MAC, when
/// the level asks for one, throws scp_failed and closes the channel for good. The channel below must outlive this one.
class CARD_API Scp03Channel : public iso7816::Channel {
public:
    iso7816::Response transmit(const iso7816::Command& command) override;
    /// What is left after MAC and padding.
    iso7816::Limits limits() const override;

    const CardIdentification& card() const noexcept { return card_; }

    bool is_open() const noexcept { return open_; }

    /// Sensitive data under Key-DEK: AES-CBC with a zero IV over whole blocks. [GP-D] §6.2.8
    Bytes encrypt_sensitive(ByteView whole_blocks) const;

private:
    friend CARD_API Scp03Channel open(iso7816::Channel&, const KeySet&, SecurityLevel, const Opening&);
    Scp03Channel(iso7816::Channel& below, CardIdentification card, Scp03Session session, SecureBytes dek);

    std::size_t answer_ne(std::size_t ne) const;

    iso7816::Channel* below_;
    CardIdentification card_;
    Scp03Session session_;
    SecureBytes dek_;
    bool open_ = true;
};

/// INITIALIZE UPDATE and EXTERNAL AUTHENTICATE. [GP-D] §5.1, §7.1
///
/// The card's cryptogram is checked first: scp_cryptogram_wrong, and nothing was sent after it. Throws scp_failed when
/// the card refuses ours, unexpected_status, response_malformed. Draws eight bytes of randomness.
CARD_API Scp03Channel open(
    iso7816::Channel& card, const KeySet& keys, SecurityLevel level, crypto::RandomSource& random, Kvn kvn = any_kvn);

/// The same in two halves, for who learns from the first which keys the second needs. Between them nothing may be sent.
CARD_API Opening begin(iso7816::Channel& card, crypto::RandomSource& random, Kvn kvn = any_kvn);
CARD_API Scp03Channel open(iso7816::Channel& card, const KeySet& keys, SecurityLevel level, const Opening& opening);

/// Whether the card that answered holds these keys, by its cryptogram; nothing is sent.
CARD_API bool holds(const KeySet& keys, const Opening& opening);

} // namespace card::gp
