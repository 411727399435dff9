// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/pki/certificate.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace perso::intake {

/// Somebody whose batches this office takes: pinned by the whole certificate.
struct Registry {
    std::string name; ///< of its file, without .cer
    card::pki::Certificate certificate;
};

/// 1 to 32 of a-z, 0-9 and hyphen.
bool is_registry_name(std::string_view name);

/// A certificate, DER or PEM, that may sign batches. Throws file_unreadable, key_rejected for a weak key and
/// malformed_data for what is no certificate.
card::pki::Certificate read_registry_certificate(const std::filesystem::path& file);

/// The registries of a folder with files NAME.cer, sorted; none if there is no such folder. Throws config_invalid with
/// the file for one that is unreadable.
std::vector<Registry> load_registries(const std::filesystem::path& folder);

} // namespace perso::intake
