// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/iso7816/channel.hpp"
#include "card/piv/private_key.hpp"
#include "card/piv/slots.hpp"

namespace card::piv {

/// How a card takes a private key; the standard has no command for it.
enum class ImportForm {
    one_command, ///< IMPORT ASYMMETRIC KEY of PivApplet and YubiKey: all parts at once, under the management key
    by_element,  ///< CHANGE REFERENCE DATA ADMIN of OpenFIPS201: element by element, under SCP03
};

/// Puts the key into the slot, in place of the old one. The channel is authorised as the form asks, with
/// iso7816::ChainingChannel on top; every copy of the parts in the commands is wiped.
///
/// By element, the card must have the key object already, importable and, for RSA, not of the CRT form.
/// A key that breaks off half way is unusable: import again. Prove it by has_private_key before its certificate is
/// written. Throws unsupported, before anything is sent, for a key that no slot can hold; access_denied without the
/// authorisation.
CARD_API void import_key(iso7816::Channel& channel, Slot slot, const PrivateKey& key, ImportForm form);

} // namespace card::piv
