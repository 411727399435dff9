// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bytes.hpp"
#include "command.hpp"
#include "profile.hpp"
#include "session_keys.hpp"

namespace refcard {

/// Chip Authentication version 1, chip side: id-CA-ECDH-AES-CBC-CMAC on P-256. [9303-11] §6.2
namespace chip_authentication {

/// The object identifier and, if given, the key identifier of MSE:Set AT. [9303-11] §6.2.4.2
/// Throws Refusal unless they name this protocol and this key.
void check_template(const Command& command, const Profile& profile);

/// From the data of GENERAL AUTHENTICATE, the terminal's ephemeral key in 7C { 80 }, and the chip's static key.
/// Throws Refusal{wrong_data} for anything else and for a point that is not on the curve.
SessionKeys agree(ByteView data, ByteView static_scalar, std::size_t key_size, bool holder_consented);

/// The answer to it: empty dynamic authentication data.
Bytes answer();

} // namespace chip_authentication
} // namespace refcard
