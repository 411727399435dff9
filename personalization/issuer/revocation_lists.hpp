// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/trust/package_contents.hpp"
#include "issuer/issuer.hpp"
#include "store/store.hpp"

namespace perso::issuer {

/// How long lists are current, and for how long only what changed is signed before a complete list takes its place.
inline constexpr std::chrono::days list_validity{35};
inline constexpr std::chrono::days complete_list_interval{7};

/// Files of a trust package that say what was revoked, as the store has it now:
///
///   crl/csca-1.crl                  revoked document signers, complete
///   citizen/citizen-ca-N.cer .crl   each CA of the holders' keys and its list
///   citizen/citizen-ca-N-delta.crl  what changed since that list, if anything did
///   status/cards.bin                the card status list, complete
///
/// `previous` has the files of the package before, none for the first. A citizen list in it stays until the day of its
/// CA comes, every complete_list_interval, and so does a delta list to which nothing was added: that keeps the package
/// of a day small. All new lists of one call have the same number, higher than all before. Of a document signer they
/// say why it is revoked, as its earlier cards depend on that; of a citizen's certificate they do not: anybody may
/// fetch them. Throws what the store, the token and the reading of `previous` throw.
card::trust::Files make_revocation_lists(
    Issuer& issuer, store::Store& store, const Office& office, const card::trust::Files& previous, card::Time now);

} // namespace perso::issuer
