// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/piv/slots.hpp"
#include "issuer/issuer.hpp"
#include "issuer/lint/certificates.hpp"

namespace perso::issuer {

/// Whose key a certificate of this purpose is for.
card::piv::Slot slot_of(card::pki::CitizenPurpose purpose);

lint::Kind kind_of(card::pki::CitizenPurpose purpose);

/// What a certificate of a holder says, so that it can be said again with another validity. Throws certificate_unfit
/// with "renewal/issuer" unless `authority` signed it, with "renewal/purpose" or "renewal/subject_uri" if it is no
/// certificate of a card of this office.
HolderCertificate content_of(const card::pki::Certificate& certificate, const card::pki::Certificate& authority);

} // namespace perso::issuer
