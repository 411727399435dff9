// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ec.hpp"
#include "pace_parameters.hpp"
#include "random.hpp"
#include "session_keys.hpp"

namespace refcard {

/// What the chip proves its static key with in chip authentication mapping: CA_IC = SK_IC^-1 * SK_map_IC, encrypted
/// with the block of ones as initial value. [9303-11] §4.4.3.3.3, §4.4.3.5
Bytes chip_authentication_data(const ec::Curve& curve, ByteView static_scalar, ByteView mapping_scalar, ByteView k_enc);

/// The chip's side of one run of PACE with generic or chip authentication mapping. Step numbers follow
/// [9303-11] §4.4.1.
class Pace {
public:
    /// `password` as the key derivation takes it. `static_scalar` is the chip's key that chip authentication mapping
    /// proves; the generic mapping has none.
    Pace(PaceProtocol protocol, ec::Curve curve, ByteView password, Bytes static_scalar, Random& random);

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

    PaceProtocol protocol_;
    ec::Curve curve_;
    Bytes static_scalar_;
    Random& random_;
    State state_ = State::expect_nonce_request;
    Bytes k_pi_;
    Bytes s_;
    Bytes sk_map_ic_;
    std::optional<ec::Point> generator_;
    std::optional<ec::Point> pk_ic_;
    std::optional<ec::Point> pk_ifd_;
    SessionKeys keys_{};
};

} // namespace refcard
