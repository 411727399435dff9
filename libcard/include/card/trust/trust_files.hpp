// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/trust/package_contents.hpp"
#include "card/trust/policy.hpp"
#include "card/trust/trust_data.hpp"

namespace card::trust {

/// Files of an installed package, or of a folder in its form, as judge() takes them.
struct LoadedTrust {
    TrustData data; ///< period and serial are those of the manifest; limits are those of the policy
    Policy policy;  ///< default_policy() if there is none
};

/// `manifest` is none for a folder that no package filled. Every list of revoked signers is verified under a pinned
/// CSCA, every file read in full. CSCAs and links are read under foreign_legacy if the policy takes documents of other
/// states, strictly otherwise. Throws trust_data_invalid, config_invalid with the file as field.
CARD_API LoadedTrust load_files(const Files& files, const Manifest* manifest);

/// The CAs of the holders' keys and their lists, for web servers.
struct CitizenTrust {
    std::vector<pki::Certificate> authorities;
    std::vector<pki::Crl> lists; ///< complete and delta, each verified under one of the authorities
};

/// Throws trust_data_invalid with the file as field.
CARD_API CitizenTrust load_citizen_files(const Files& files);

} // namespace card::trust
