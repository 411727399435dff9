// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "apdu.hpp"
#include "command.hpp"
#include "image.hpp"
#include "kdf.hpp"

namespace refcard {

/// The card's end of one SCP03 session, i = 70: pseudo-random card challenge, C-MAC, C-ENC, R-MAC and R-ENC. [GP-D]
class Scp03 {
public:
    /// `keys` with the sequence counter already raised for this session; `aid` of the selected application.
    static Scp03 open(const KeySet& keys, ByteView aid, ByteView host_challenge);
    /// With a card challenge from elsewhere: a session that was recorded on another card.
    static Scp03 recorded(const KeySet& keys, ByteView host_challenge, ByteView card_challenge);

    /// The answer to INITIALIZE UPDATE. [GP-D] §7.1.1.6
    Bytes opening(ByteView diversification_data) const;

    /// C-DECRYPTION, R-ENCRYPTION, C-MAC, R-MAC: the only level that this card grants. [GP-D] §7.1.2.3
    static constexpr std::uint8_t whole_protection = 0x33;

    /// EXTERNAL AUTHENTICATE, as it came in, for that level alone. Throws Refusal; the session is over then.
    /// [GP-D] §7.1.2
    void authenticate(const Apdu& apdu, std::uint8_t level = whole_protection);

    bool authenticated() const { return authenticated_; }

    /// Checks, decrypts and strips one command. Throws Refusal{security_status}; the session is over then.
    Command unwrap(const Apdu& apdu);
    /// The data field of the response: encrypted and with R-MAC, unless the status word is an error. [GP-D] §6.2.5
    Bytes wrap(const Answer& answer) const;

private:
    Scp03(const KeySet& keys, Bytes challenges);
    Bytes check_mac(const Apdu& apdu);
    Bytes cryptogram(ScpConstant constant) const;

    std::uint8_t kvn_;
    std::uint32_t sequence_counter_;
    Bytes context_; // host challenge | card challenge
    Bytes s_enc_, s_mac_, s_rmac_;
    Bytes chaining_value_;
    std::uint32_t encryption_counter_ = 0;
    bool authenticated_ = false;
};

} // namespace refcard
