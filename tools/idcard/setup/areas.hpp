// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/catalogue.hpp"
#include "idcard/setup/places.hpp"
#include "idcard/setup/plan.hpp"
#include "idcard/setup/record.hpp"

#include <filesystem>
#include <string>
#include <vector>

/// What each area of `idcard setup` would do. Nothing is changed here.
namespace idcard::setup {

/// What the plans are made from.
struct Request {
    const Places& places;
    const Record& record; ///< so that what was done before is replaced, not doubled
    const card::cli::Catalogue& catalogue;
    std::filesystem::path module;
};

/// NSS databases of Chromium, Firefox and Thunderbird; for the system Firefox's and Thunderbird's policies instead.
/// Throws tool_missing, tool_failed (modutil), config_invalid, setup_changed, file_unreadable.
Plan plan_browser(const Request& request);

/// ~/.ssh/config, or the system's ssh_config.d: the module for `hosts`, patterns as ssh knows them. Throws usage for
/// other patterns, setup_changed, file_unreadable.
Plan plan_ssh(const Request& request, const std::vector<std::string>& hosts);

/// A configuration of SunPKCS11 and a file of security properties that adds it. Throws setup_changed, file_unreadable.
Plan plan_java(const Request& request);

/// An openssl.cnf that includes the system's and adds the engine. Throws setup_changed, file_unreadable.
Plan plan_openssl(const Request& request);

/// The beginning of an edit: what the file holds, and what it would without our part.
Edit edit_of(const Request& request, std::string program, std::filesystem::path file, Kind kind);

/// A text with one value in it.
std::string filled(const std::string& text, const std::string& value);

} // namespace idcard::setup
