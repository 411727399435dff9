// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "production.hpp"

/// One file each. What a step needs of the steps before it stands in Production.
namespace perso::steps {

/// The chip makes its Chip Authentication key. [9303-11] §6.2
void generate_chip_authentication_key(Production& card);
/// It shows that it holds the private key: one answer under keys agreed with it. Ends the session.
void prove_chip_authentication_key(Production& card);

/// The same for the key of PACE with chip authentication mapping: the proof is PACE itself. [9303-11] §4.4.3.3.3
void generate_mapping_key(Production& card);
void prove_mapping_key(Production& card);

/// What opens the card: the CAN, and what PACE derives from the machine readable zone.
void write_access_passwords(Production& card);

/// The keys of the slots are made on the chip; each shows that it can do what it is for.
void generate_slot_keys(Production& card);
/// A certificate for each proven key, CHUID, CCC, and the security object over these two.
void write_pki_objects(Production& card);
/// PIN and PUK replace the values of the transport; a child's card loses them.
void write_pin_and_puk(Production& card);
void remove_pin_and_puk(Production& card);
/// The smallest children's cards lose the PKI application.
void delete_pki_application(Production& card);

/// The data groups are built, EF.SOD and EF.CardSecurity are signed in the token, all are written.
void write_identity_files(Production& card);

/// The transport keys are replaced by those of the issuer, in one command, and a session under the new keys is opened.
void replace_keys(Production& card);
/// The card's life cycle becomes INITIALIZED, then SECURED: identity files and key generation are closed for ever.
void secure_card(Production& card);

} // namespace perso::steps
