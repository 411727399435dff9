// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/descriptor.hpp"
#include "card/trust/installation.hpp"

#include <filesystem>
#include <optional>

namespace idcard {

/// A folder with trust data: the files of a package under their names and, if a package brought them, these as well:
///   package.toml     its manifest             root/present.cer   the pinned root of packages
///   import.toml      the clock at its import  root/next.cer      the next one, if the package names it
///   citizen.sha256   SHA-256 of each file in citizen/, as sha256sum writes it
struct TrustFolder {
    card::trust::Files files;
    std::optional<card::trust::Manifest> manifest; ///< none: filled by hand, or by the office that it belongs to
    std::optional<card::trust::Installation> installation; ///< its roots and clock; its files are those above
};

/// No verdict uses the lists of the holders' keys, which are by far the most of a package.
enum class Reading {
    whole,
    for_verdicts, ///< without citizen/: citizen.sha256 stands for it, in the digest of the manifest
};

/// Reads everything through one open folder: an import that takes place meanwhile changes nothing in what is read.
/// What a package brought is compared with the digest of its manifest. Throws trust_data_invalid with the file as
/// field, file_unreadable.
TrustFolder read_trust_folder(const std::filesystem::path& folder, Reading reading = Reading::whole);

/// Where packages are installed.
class TrustPlace {
public:
    /// Follows links, so that all names of a folder are one place; the folder need not be there, nor its parents.
    /// Throws file_unwritable for links that lead nowhere.
    explicit TrustPlace(const std::filesystem::path& folder);

    const std::filesystem::path& folder() const { return folder_; }

    /// What belongs to the folder and lies in the same one: ".trust.lock".
    std::filesystem::path beside(std::string_view before, std::string_view after) const;

private:
    std::filesystem::path folder_;
};

/// What is installed now; nothing if the folder is missing or empty.
/// Throws trust_data_invalid for a folder that no package filled: it is never replaced.
std::optional<card::trust::Installation> installed_in(const TrustPlace& place);

/// Only one import at a time changes a folder: holds a lock beside it, and first puts in order what an import left that
/// was ended half-way. The parent of the folder is made if it is missing.
class TrustInstaller {
public:
    /// Throws package_busy while another import holds the lock, file_unwritable.
    explicit TrustInstaller(const TrustPlace& place);
    TrustInstaller(const TrustInstaller&) = delete;
    TrustInstaller& operator=(const TrustInstaller&) = delete;

    /// Whether that is what is installed: another import may have come before the lock was taken.
    bool still_holds(const std::optional<card::trust::Installation>& before) const;

    /// Replaces the folder in one step, or leaves it as it is. The new one is written beside it and waited for until it
    /// is on the disk, then both change their names; the old one becomes "<folder>.previous", now or at the next
    /// import. Throws disk_full, file_unwritable: then nothing was changed.
    void replace(const card::trust::Installation& installation);

private:
    void put_in_order() const;
    void keep_as_previous() const;

    std::filesystem::path folder_;
    std::filesystem::path staged_;
    std::filesystem::path previous_;
    card::Descriptor lock_;
};

} // namespace idcard
