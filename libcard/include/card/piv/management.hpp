// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/crypto/random.hpp"
#include "card/iso7816/channel.hpp"

#include <cstdint>

/// Administration by the management key 9B, as PivApplet and YubiKey have it. Cards of ours and OpenFIPS201 have none:
/// there the secure channel to the selected application is the authorisation.
///
/// Once authenticated, the functions of administration.hpp, import_key.hpp and retries.hpp work on the same plain
/// channel, with iso7816::ChainingChannel on top, until another application is selected or the card is reset.
namespace card::piv {

/// [800-78-4] table 6-2
enum class ManagementAlgorithm : std::uint8_t { tdes = 0x03, aes128 = 0x08, aes192 = 0x0A, aes256 = 0x0C };

/// Bytes of a key.
CARD_API std::size_t key_size(ManagementAlgorithm algorithm);

/// The value that both makers published, 01 to 08 over and over: of every device until somebody changes it, therefore
/// no secret. Throws unsupported for AES-256, which none comes with.
CARD_API Bytes default_management_key(ManagementAlgorithm algorithm);

/// Proves the key to the card, and the card proves that it has it. [800-73-4] part 2 App. A.1
/// Throws crypto_failed, before anything is sent, for a key of another size; scp_cryptogram_wrong if either side has
/// another key: then the card may be anybody's, and nothing more belongs on it.
CARD_API void authenticate(
    iso7816::Channel& channel, ManagementAlgorithm algorithm, ByteView key, crypto::RandomSource& random);

/// A new management key in place of the old one; both makers' own command. Throws crypto_failed, before anything is
/// sent, for a key of another size; access_denied unless authenticated.
CARD_API void set_management_key(iso7816::Channel& channel, ManagementAlgorithm algorithm, ByteView key);

} // namespace card::piv
