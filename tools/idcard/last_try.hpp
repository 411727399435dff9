// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/session/holder_pin.hpp"
#include "idcard/context.hpp"

namespace idcard {

enum class Secret { pin, puk };

/// How the last try may be allowed.
struct LastTry {
    bool option = false;      ///< --last-try was given
    bool interactive = false; ///< the secret is typed at a terminal, so the same person can be asked
};

/// Shows on standard error how many tries are left, before one is spent. Returns whether the last one may be spent,
/// for which a person at a terminal is asked. Throws pin_absent, pin_blocked, pin_last_try or those of the PUK.
bool allow_last_try(const Context& context, Secret secret, const card::session::Tries& tries, const LastTry& allowed);

/// The state between two visits of the same command.
card::Bytes encode(const card::session::HolderPin& state);
/// Throws malformed_data.
card::session::HolderPin decode_holder_pin(card::ByteView bytes);

} // namespace idcard
