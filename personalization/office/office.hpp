// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "office/role.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace perso {

/// Which token holds the keys. Its PIN is never written down here.
struct HsmSettings {
    std::filesystem::path module; ///< PKCS#11 library
    std::string token;            ///< label of the token
    bool own_token = true;        ///< a SoftHSM token inside the office's directory
};

/// What certificates tell about this authority.
struct Authority {
    std::string name;          ///< organization, and the issuing authority of DG12
    std::string contact_email; ///< in the certificates after ICAO 9303-12
    std::string crl_url;
};

/// How many cards one document signer may sign, and from which on the next one should be made ready.
struct SignerLimits {
    std::int64_t cards = 100'000;
    std::int64_t warn_at = 90'000;

    friend bool operator==(const SignerLimits&, const SignerLimits&) = default;
};

/// When the clock of the computer is not believed.
struct ClockSettings {
    std::chrono::seconds tolerance{120}; ///< between two sources of time
    std::chrono::days longest_pause{45}; ///< after the last entry of the journal
    std::filesystem::path source;        ///< a file that holds seconds since 1970, as the hardware clock's; or none

    friend bool operator==(const ClockSettings&, const ClockSettings&) = default;
};

/// An issuing office: a directory with the settings in office.toml, the store, the certificates, the trust data for
/// verifiers, and, with SoftHSM, the token. It may be moved while no program uses it.
struct Office {
    std::filesystem::path directory;
    Authority authority;
    std::string document_prefix; ///< two capitals before seven digits
    HsmSettings hsm;
    std::vector<Person> people; ///< of a development office; with staff cards they stand in the store
    bool staff_cards = false;   ///< everybody acts with the own identity card, and supervisors open the token
    bool real_cards = false;    ///< nothing of a development office is taken
    bool counts_blanks = false; ///< cards are made from listed blanks only, in a shift; always so with real cards
    SignerLimits signer = {};
    ClockSettings clock = {};
    std::chrono::days keep_data{90}; ///< personal data, after their application ended
    std::string store_url = {};      ///< "postgresql://…"; empty: SQLite inside the directory

    std::filesystem::path store_file() const { return directory / "store.sqlite"; }

    std::filesystem::path certificates() const { return directory / "certificates"; }

    /// Certificates of those whose batches it takes.
    std::filesystem::path registries() const { return directory / "registries"; }

    std::filesystem::path trust() const { return directory / "trust"; }

    std::filesystem::path token_directory() const { return directory / "token"; }

    /// The token's PIN, once for each supervisor's card.
    std::filesystem::path keepers() const { return directory / "keepers"; }

    /// While it is there, the key ceremony is not finished.
    std::filesystem::path ceremony_file() const { return directory / "ceremony.json"; }

    /// Signed checkpoints of the journal.
    std::filesystem::path checkpoints() const { return directory / "checkpoints"; }

    std::filesystem::path lock_file() const { return directory / "run.lock"; }

    /// Where the readers of a run stand, see line/board_file.hpp.
    std::filesystem::path readers_file() const { return directory / "readers.json"; }

    /// For a development office. Throws person_unknown, role_missing; staff_card_needed in an office with staff cards.
    const Person& require(const std::string& person, Role role) const;
};

/// Reads office.toml. Throws office_missing; config_invalid with the line for unknown or missing keys and wrong values.
Office load_office(const std::filesystem::path& directory);

/// The content of office.toml.
std::string office_toml(const Office& office);

/// Throws not_for_production with the setting for an office of real cards that is set up for development.
/// Throws config_invalid with the key for a value that office.toml must not hold.
void check(const Office& office);

} // namespace perso
