// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "units/unit.hpp"

/// The units of a card, one file for each kind. What a unit needs of those before it stands in Production.
namespace perso::units {

/// All units of the card for this record in the order in which they are done. They begin with a blank card that was
/// recognised and bound to a job, and end with a secured card, still to be checked: keys are proven before anything is
/// signed for them; the keys of the issuer and the life cycle come last, because they close what the others need open.
Units plan_of(const intake::Record& record, const card::profile::Profile& profile);

/// The chip makes its Chip Authentication key, [9303-11] §6.2, and shows that it holds the private one: an answer under
/// keys agreed with it. The proof ends the session.
Unit chip_authentication_key();
Unit chip_authentication_proof();

/// The same for the key of PACE with chip authentication mapping: the proof is PACE itself. [9303-11] §4.4.3.3.3
Unit mapping_key();
Unit mapping_proof();

/// What opens the card: the CAN, and what PACE derives from the machine readable zone.
Unit can(const card::profile::Profile& profile);
Unit mrz_password(const card::profile::Profile& profile);

/// What a card asks for between making a key and using it.
using BeforeProof = void (*)(Production& card, card::piv::Slot slot);

/// The key of a slot is made on the chip, and shows that it can do what it is for.
Unit slot_key(const SlotKey& key, BeforeProof before_proof = nullptr);
/// A certificate for a key that was proven.
Unit certificate(card::piv::Slot slot);
Unit chuid();
Unit ccc();
/// The signed list over CHUID and CCC.
Unit security_object();

/// PIN and PUK replace the values of the transport; a child's card loses them.
Unit puk();
Unit pin();
Unit no_puk();
Unit no_pin();
/// The smallest children's cards lose the PKI application.
Unit no_pki_application();

/// EF.COM, the data groups, then EF.SOD over them; EF.CardSecurity where the chip proves itself within PACE.
Units identity_files(const intake::Record& record, const card::profile::Profile& profile);

/// The transport keys are replaced by those of the issuer, in one command, and a session under the new keys is opened.
Unit issuer_keys();
/// Identity files and key generation are closed for ever by the second.
Unit initialized();
Unit secured();

/// The data groups of this card, made where nobody has made them yet.
const IdentityFiles& files_of(Production& card);

} // namespace perso::units
