// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/trust/package_contents.hpp"
#include "issuer/issuer.hpp"

namespace perso::issuer {

/// A list of revoked signers is taken from package to package until so little is left before its nextUpdate, or before
/// it has the age at which counters call it old by the default policy. One of this office, valid for list_validity, so
/// stays for 30 days, one of a ceremony for up to 85.
inline constexpr std::chrono::days signer_list_margin{5};
inline constexpr std::chrono::days longest_signer_list_age{90};

/// Where the files of a package come from besides the store.
struct ListSources {
    const card::trust::Files& pinned;   ///< csca/*.cer of the package to be made
    const card::trust::Files& ceremony; ///< crl/*.crl that were signed elsewhere
    const card::trust::Files& previous; ///< the package before, empty for the first
};

/// The files crl/*.crl of a package. crl/csca-1.crl is that of this office's CSCA, while its certificate is pinned: the
/// newest of the package before and of the ceremony's as long as it has all signers that the store has revoked and is
/// young enough, else a new one; only then the key of the CSCA is needed. A list of another authority keeps its name,
/// the newer of both; whether its authority is pinned is for the installation to say.
///
/// Throws trust_data_invalid with the name of a ceremony's list that cannot be used; lists_went_back for signers that
/// such a list has and the store has not; hsm_key_missing if a new list is due and the key is kept apart.
card::trust::Files make_signer_lists(const Issuer& issuer, const std::vector<store::RevokedCertificate>& revoked,
    const ListSources& sources, std::uint32_t number, card::Time now);

} // namespace perso::issuer
