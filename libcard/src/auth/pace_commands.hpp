// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/auth/pace_parameters.hpp"
#include "card/auth/password.hpp"
#include "card/iso7816/channel.hpp"

#include <optional>

/// The commands of PACE and what the chip may answer to each: one template 7C with exactly the objects of the step.
/// Everything else throws pace_failed, every other status word unexpected_status. [9303-11] §4.4.4
namespace card::auth::pace {

/// MSE:Set AT for mutual authentication. [9303-11] §4.4.4.1
void set_authentication_template(iso7816::Channel& chip, const Parameters& parameters, const Password& password);

/// Step 1: z.
Bytes request_nonce(iso7816::Channel& chip);

/// Step 3a: the mapping key of the terminal for that of the chip.
Bytes exchange_mapping_key(iso7816::Channel& chip, ByteView pk_map_ifd);

/// Step 3b: the ephemeral key of the terminal for that of the chip.
Bytes exchange_ephemeral_key(iso7816::Channel& chip, ByteView pk_ifd);

/// What step 3d answers.
struct Proof {
    Bytes t_ic;
    std::optional<Bytes> a_ic; ///< encrypted chip authentication data
};

/// Step 3d. Only here does the chip learn whether the password was right, and says so by 6300 or 63Cx: can_wrong,
/// mrz_wrong. Chip authentication data must come under chip authentication mapping and may not under generic mapping.
Proof exchange_token(iso7816::Channel& chip, Mapping mapping, Password::Kind password, ByteView t_ifd);

} // namespace card::auth::pace
