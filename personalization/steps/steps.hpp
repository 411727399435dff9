// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "production.hpp"

/// One file each. What a step needs of the steps before it stands in Production.
namespace perso::steps {

/// The chip makes its Chip Authentication key. [9303-11] §6.2
void generate_chip_authentication_key(Production& card);
/// It shows that it holds the private key: one answer under keys agreed with it. Ends the session.
void prove_chip_authentication_key(Production& card);

/// 9A and 9E are made on the chip; each signs a challenge.
void generate_slot_keys(Production& card);
/// CHUID, CCC and a certificate for each proven key.
void write_pki_objects(Production& card);

/// The data groups are built, EF.SOD is signed in the token, all are written.
void write_identity_files(Production& card);

/// CAN, PIN and PUK replace the values of the transport.
void write_can(Production& card);
void write_pin_and_puk(Production& card);

/// The transport keys are replaced by those of the issuer, in one command, and a session under the new keys is opened.
void replace_keys(Production& card);
/// The card's life cycle becomes INITIALIZED, then SECURED: identity files and key generation are closed for ever.
void secure_card(Production& card);

} // namespace perso::steps
