// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/pki/builder.hpp"
#include "card/profile/profile.hpp"
#include "issuer/hsm.hpp"

namespace perso::issuer {

/// The certificates of a new office.
struct Authorities {
    card::pki::Certificate csca;
    card::pki::Certificate document_signer;
    card::pki::Certificate citizen_ca;
    card::pki::Certificate content_signer; ///< of the security object of the PKI application
};

/// Makes the key pairs in the token and their certificates. [9303-12] §7.1 for CSCA and document signer.
///
/// A key is used for a short time and its certificate lives as long as the last card that it signed: a signer signs for
/// three months and outlives the longest card of the profile, a CA issues for five years and outlives the last of its
/// signers. The content signer, whose place nobody takes, signs as long as document signers do: it ends with its CA.
/// With cards of twenty years a CA reaches beyond 2050. Throws certificate_unfit, also for a key that the radar
/// refuses.
Authorities make_authorities(Hsm& hsm, const Office& office, const card::profile::Profile& profile, card::Time now);

/// The next document signer, for a key of the token: its use begins today, so that it can take the place of one that is
/// revoked, and ends three months after `until`, when the one before it ends, at most three months after the use of the
/// CSCA. Throws signer_unsuitable when the CSCA signs no more signers; hsm_key_missing while its key is kept apart.
card::pki::Certificate make_document_signer(unsigned number, const card::pki::SigningKey& key,
    const card::pki::Certificate& csca, const card::pki::SigningKey& csca_key, const Office& office,
    const card::profile::Profile& profile, card::Time until, card::Time now);

/// The CA of the holders' keys with this number, for a key of the token. It is self-signed: a counter or a server
/// trusts each by its whole bytes.
card::pki::Certificate make_citizen_authority(unsigned number, const card::pki::SigningKey& key, const Office& office,
    const card::profile::Profile& profile, card::Time now);

/// Where the list of a CA of the holders' keys is, and what changed since: beside that of the CSCA.
std::string citizen_crl_url(const Office& office, unsigned number);
std::string citizen_delta_url(const Office& office, unsigned number);

} // namespace perso::issuer
