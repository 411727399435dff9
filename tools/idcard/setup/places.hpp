// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace idcard::setup {

/// Where the settings of other programs lie on this computer.
struct Places {
    std::filesystem::path root = "/";   ///< of the system that is configured; only its own files lie below it
    std::filesystem::path home = {};    ///< $HOME
    std::filesystem::path config = {};  ///< $XDG_CONFIG_HOME, else ~/.config
    std::filesystem::path data = {};    ///< $XDG_DATA_HOME, else ~/.local/share
    std::filesystem::path records = {}; ///< what was changed, to be taken back; a folder for its owner alone
    bool system = false;                ///< the settings of everybody, not those of one user

    /// A file of the system, by its absolute name there.
    std::filesystem::path of_system(std::string_view name) const;
};

/// From the environment. The records of one user lie in $XDG_STATE_HOME/idcard/setup, else
/// ~/.local/state/idcard/setup; those of the system in /var/lib/idcard/setup below `root`. Throws usage if a user has
/// no HOME.
Places places(const std::filesystem::path& root, bool system);

/// The program of this name in the folders of PATH, links followed.
std::optional<std::filesystem::path> program_on_path(std::string_view name);

/// The PKCS#11 module: `named`, else the one that belongs to this program, installed or in its build tree. Throws
/// module_missing if there is none or the file is no shared library; usage for a name with blanks, quotes or other
/// characters which the settings of other programs cannot hold.
std::filesystem::path find_module(const std::optional<std::filesystem::path>& named);

} // namespace idcard::setup
