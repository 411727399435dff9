// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/trust/package_contents.hpp"
#include "issuer/signer_lists.hpp"
#include "store/store.hpp"

namespace perso::issuer {

/// How long lists are current, and for how long only what changed is signed before a complete list takes its place.
inline constexpr std::chrono::days list_validity{35};
inline constexpr std::chrono::days complete_list_interval{7};

/// Files of a trust package that say what was revoked, as the store has it now:
///
///   crl/csca-1.crl                  revoked document signers, complete, and what else make_signer_lists() brings
///   citizen/citizen-ca-N.cer .crl   each CA of the holders' keys and its list
///   citizen/citizen-ca-N-delta.crl  what changed since that list, if anything did
///   status/cards.bin                the card status list, complete
///
/// A citizen list of the package before stays until the day of its CA comes, every complete_list_interval, and so does
/// a delta list to which nothing was added: that keeps the package of a day small. All new lists of one call have the
/// same number, higher than those of the package before and all that the store gave, but for a list of signers after
/// one of a ceremony with a higher number. Of a document signer they say why it is revoked, as its earlier cards depend
/// on that; of a citizen's certificate they only say whether it is on hold: anybody may fetch them. A card that is on
/// hold is listed as lost; when it is found it goes from the lists, and a list of changes says removeFromCRL.
///
/// Throws lists_went_back if the package before lists cards or signers that the store does not; what the store, the
/// token and the reading of the files throw.
card::trust::Files make_revocation_lists(
    Issuer& issuer, store::Store& store, const Office& office, const ListSources& sources, card::Time now);

/// As they stand in a CRL.
std::vector<card::pki::Revocation> entries_of(const std::vector<store::RevokedCertificate>& certificates);

} // namespace perso::issuer
