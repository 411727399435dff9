// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/trust/package_contents.hpp"
#include "card/trust/policy.hpp"
#include "card/trust/trust_data.hpp"

namespace card::trust {

/// What was in the files and does not count.
struct LeftOut {
    std::string file;   ///< with `#` and the place in it, from 1, for a certificate of a master list
    std::string reason; ///< in English, for technicians

    friend bool operator==(const LeftOut&, const LeftOut&) = default;
};

/// Files of an installed package, or of a folder in its form, as judge() takes them.
struct LoadedTrust {
    TrustData data; ///< period and serial are those of the manifest; limits are those of the policy
    Policy policy;  ///< default_policy() if there is none
    std::vector<LeftOut> left_out = {};
};

/// `manifest` is none for a folder that no package filled. Every list of revoked signers is verified under a pinned
/// CSCA or a link certificate that one of them signed, every file read in full. Throws trust_data_invalid,
/// config_invalid with the file as field.
///
/// If the policy takes documents of other states, CSCAs and links are read under foreign_legacy, and what cannot be
/// used is left out and told unless it is of our own state: among hundreds of files there is always one. Master lists
/// in csca/, as *.ml or as the PKD's *.ldif, count then, too: if the list was made under a pinned CSCA, its
/// certificates are pins and links, but for those of our own state, which nobody else lists for us.
CARD_API LoadedTrust load_files(const Files& files, const Manifest* manifest);

/// The CAs of the holders' keys and their lists, for web servers.
struct CitizenTrust {
    std::vector<pki::Certificate> authorities;
    std::vector<pki::Crl> lists; ///< complete and delta, each verified under one of the authorities
};

/// Throws trust_data_invalid with the file as field.
CARD_API CitizenTrust load_citizen_files(const Files& files);

} // namespace card::trust
