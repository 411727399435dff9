// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "command.hpp"
#include "ec.hpp"
#include "random.hpp"
#include "session_keys.hpp"

namespace refcard {

/// id-PACE-ECDH-GM-AES-CBC-CMAC-128, value of the object identifier. [9303-11] §9.2.1
ByteView pace_protocol();

/// SecurityInfos with the one PACEInfo of this card: the content of EF.CardAccess. [9303-11] §9.2.11
Bytes card_access(unsigned parameter_id);

/// P1-P2 of the MSE:Set AT that begins PACE: mutual authentication. [9303-11] §4.4.4.1
inline constexpr std::uint16_t set_pace = 0xC1A4;

/// The object identifier and the password reference of MSE:Set AT. [9303-11] §4.4.4.1
/// Throws Refusal unless they name this protocol, the CAN and, if at all, `parameter_id`.
void check_pace_template(const Command& command, unsigned parameter_id);

/// The chip's side of one run of PACE with generic mapping. Step numbers follow [9303-11] §4.4.1.
class Pace {
public:
    Pace(ec::Curve curve, ByteView password, Random& random);

    /// Answers the data of one GENERAL AUTHENTICATE, the dynamic authentication data 7C included, in their order.
    /// Throws Refusal; the run is over then.
    Bytes step(ByteView data);

    /// The next command is the last, the terminal's token.
    bool token_expected() const { return state_ == State::expect_token; }

    /// Only after step() answered the token: the terminal knows the password.
    const SessionKeys& keys() const { return keys_; }

    /// Throws Refusal{wrong_data} for anything but the token object, and tells whether it is right.
    bool token_matches(ByteView data) const;

private:
    enum class State { expect_nonce_request, expect_mapping, expect_ephemeral, expect_token, done };

    Bytes send_nonce(ByteView objects);
    Bytes map(ByteView objects);
    Bytes agree(ByteView objects);
    Bytes send_token();
    Bytes token(const ec::Point& of_the_other) const;

    ec::Curve curve_;
    Random& random_;
    State state_ = State::expect_nonce_request;
    Bytes k_pi_;
    Bytes s_;
    std::optional<ec::Point> generator_;
    std::optional<ec::Point> pk_ic_;
    std::optional<ec::Point> pk_ifd_;
    SessionKeys keys_{};
};

} // namespace refcard
