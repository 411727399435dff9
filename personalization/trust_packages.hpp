// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/trust/package.hpp"
#include "issuer/package_root.hpp"
#include "office.hpp"

namespace perso {

/// The folder with the packages of an office, as a mirror serves it: trust-37.p7m is complete, trust-36-37.p7m holds
/// the changes, `latest` names the newest number. Files are only ever added, but for `latest`.
class TrustPackages {
public:
    /// Makes the folder if it is missing.
    explicit TrustPackages(const Office& office);

    struct Made {
        card::trust::Package package;
        card::pki::Certificate root;
    };

    /// The newest complete package; nothing before the first.
    std::optional<Made> newest() const;

    struct Request {
        card::trust::Files files;
        const issuer::PackageRoot& root;
        card::Time now{};
        std::chrono::days validity{};       ///< until newer lists are due
        std::chrono::days other_validity{}; ///< of the parts that seldom change: CSCAs, CAs, policy
    };

    /// Signs the next number and, after another package, its changes; everything is on the disk before `latest` names
    /// it. What an attempt left that was ended half-way is skipped: a number is never used twice.
    /// Throws file_exists while another export uses the number; file_unwritable, disk_full, package_invalid.
    card::trust::Manifest add(const Request& request, const std::optional<Made>& before);

    std::filesystem::path complete(std::uint32_t serial) const;

private:
    std::uint32_t next_serial() const;
    void name_latest(std::uint32_t serial) const;

    std::filesystem::path folder_;
};

/// CSCAs, link certificates and policy as the office's trust folder has them; what it lists as revoked comes from the
/// store. Throws file_unreadable.
card::trust::Files own_trust_files(const Office& office);

} // namespace perso
