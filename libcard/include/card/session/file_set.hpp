// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/auth/password.hpp"
#include "card/base/api.hpp"
#include "card/base/error.hpp"
#include "card/crypto/random.hpp"
#include "card/iso7816/counting.hpp"
#include "card/profile/profile.hpp"
#include "card/session/progress.hpp"

#include <span>
#include <string_view>
#include <vector>

/// The files of a card as they lie there. Nothing is verified: that is session/verification.
namespace card::session {

enum class Place { master_file, identity, pki };

/// A file of the master file or the identity application, or a data object of the PKI application.
struct KnownFile {
    Place place{};
    std::uint32_t id = 0;       ///< file identifier 011D, or tag 5FC105
    std::uint8_t short_id = 0;  ///< files only
    std::string_view name;      ///< "EF.SOD", "DG2", "certificate 9A"
    bool needs_password = true; ///< on the contact interface
    unsigned group = 0;         ///< number of the data group; 0: none

    friend bool operator==(const KnownFile& a, const KnownFile& b) { return a.place == b.place && a.id == b.id; }
};

/// Every file that read_files asks for, in its order.
CARD_API std::span<const KnownFile> known_files();

/// Those that a person means by "DG2", "ef.sod", "0102", "5FC105": by name, or by identifier in hexadecimal, which two
/// files of different places may share. Empty if there is none.
CARD_API std::vector<KnownFile> files_named(std::string_view text);

struct FileReport {
    KnownFile file;
    Bytes content;                ///< if it was read
    std::optional<Error> problem; ///< why it could not be read

    bool was_read() const { return !problem; }

    bool is_absent() const { return problem && problem->code() == Errc::file_not_found; }
};

struct FileSetRequest {
    const auth::Password* password = nullptr; ///< without one only what is free to read opens
    std::vector<KnownFile> files = {};        ///< empty: all that the card announces
    const profile::Profile* profile = &profile::builtin();
    crypto::RandomSource* random = &crypto::system_random();
};

struct FileSet {
    std::vector<FileReport> files;
    std::vector<iso7816::StepCost> costs;
};

/// Reads them one after the other. Of the data groups of the identity application those are asked for that EF.COM or
/// EF.SOD lists, or all sixteen if neither can be read. What cannot be read is reported with its reason.
/// Throws card_unknown, pace_unsupported, what auth::pace::establish throws, and whenever it happens what Transport
/// throws.
CARD_API FileSet read_files(
    iso7816::Transport& transport, const FileSetRequest& request, const Progress& progress = {});

} // namespace card::session
