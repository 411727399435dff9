// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/trust/installation.hpp"
#include "idcard/trust/descriptor.hpp"

#include <filesystem>
#include <optional>

namespace idcard {

/// A folder with trust data: the files of a package under their names and, if a package brought them, these as well:
///   package.toml       its manifest            root/present.cer   the pinned root of packages
///   import.toml        the clock at its import  root/next.cer      the next one, if the package names it
struct TrustFolder {
    card::trust::Files files;
    std::optional<card::trust::Manifest> manifest; ///< none: filled by hand, or by the office that it belongs to
    std::optional<card::trust::Installation> installation; ///< the same with its roots
};

/// Reads everything through one open folder: an import that takes place meanwhile changes nothing in what is read.
/// Throws trust_data_invalid with the file as field, file_unreadable.
TrustFolder read_trust_folder(const std::filesystem::path& folder);

/// Only one import at a time changes a folder: holds a lock beside it, and first puts in order what an import left that
/// was ended half-way. The parent of the folder is made if it is missing.
class TrustInstaller {
public:
    /// Throws file_unwritable, also while another import holds the lock.
    explicit TrustInstaller(const std::filesystem::path& folder);
    TrustInstaller(const TrustInstaller&) = delete;
    TrustInstaller& operator=(const TrustInstaller&) = delete;

    /// What is installed now; nothing if the folder is missing or empty.
    /// Throws trust_data_invalid for a folder that no package filled: it is never replaced.
    std::optional<card::trust::Installation> present() const;

    /// Replaces the folder in one step, or leaves it as it is. The new one is written beside it and waited for until it
    /// is on the disk, then both change their names; the old one becomes "<folder>.previous".
    /// Throws disk_full, file_unwritable.
    void replace(const card::trust::Installation& installation);

private:
    void put_in_order() const;
    void keep_as_previous() const;

    std::filesystem::path folder_;
    std::filesystem::path staged_;
    std::filesystem::path previous_;
    Descriptor lock_;
};

} // namespace idcard
