// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/descriptor.hpp"
#include "card/trust/installation.hpp"
#include "issuer/package_root.hpp"
#include "office/office.hpp"

namespace perso {

/// The folder with the packages of an office, as a mirror serves it: trust-37.p7m is complete, trust-36-37.p7m holds
/// the changes, `latest` names the newest number. Files are only ever added, but for `latest`; everybody may read them.
class TrustPackages {
public:
    /// Makes the folder if it is missing. While it lives, nobody else adds a package: throws package_busy with the
    /// lock as field while another export does; file_unwritable, disk_full. Cards may be made meanwhile.
    explicit TrustPackages(const Office& office);

    /// What a counter has that installed the newest complete package; nothing before the first.
    /// Throws clock_before_build if `now` is before it, as counters would refuse what is made now and all that follows;
    /// package_invalid with the file as field if the newest package is damaged, file_unreadable.
    std::optional<card::trust::Installation> newest(card::Time now) const;

    struct Request {
        card::trust::Files files;
        const issuer::CertifiedKey& root;
        card::Time now{};
        std::chrono::days validity{};       ///< until newer lists are due
        std::chrono::days other_validity{}; ///< of the parts that seldom change: CSCAs, CAs, policy
    };

    /// Signs the next number and, after another package, its changes. Both are installed over `before` as a counter
    /// would before any of them is written, and everything is on the disk before `latest` names it. An attempt that was
    /// ended half-way leaves nothing, or a package whose number is not used again; one that is refused leaves nothing.
    /// Throws file_unwritable, disk_full; lists_went_back for lists that are not newer than those of `before`; and as
    /// trust::install() for what counters would refuse.
    card::trust::Manifest add(const Request& request, const std::optional<card::trust::Installation>& before);

    std::filesystem::path complete(std::uint32_t serial) const;

private:
    std::uint32_t next_serial() const;

    std::filesystem::path folder_;
    card::Descriptor lock_;
};

/// CSCAs, link certificates and policy as the office's trust folder has them; what it lists as revoked comes from the
/// store. Throws file_unreadable; trust_data_invalid for a certificate under a name that no package may hold.
card::trust::Files own_trust_files(const Office& office);

/// crl/*.crl of the trust folder: lists of revoked signers that a ceremony made, DER or PEM. Throws as above.
card::trust::Files lists_of_ceremonies(const Office& office);

} // namespace perso
