// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

namespace p11 {

/// What the holder or the administrator chose; without a choice the careful values.
struct Settings {
    bool allow_final_try = false; ///< software may spend the last try of PIN or PUK
    bool cache = false;           ///< public objects are kept between insertions, see ObjectCache
    std::filesystem::path cache_folder = {};

    friend bool operator==(const Settings&, const Settings&) = default;
};

/// The table [pkcs11] of a settings file, over what was set before; other tables are for other programs. Throws
/// config_invalid with field() and, where there is one, the line as number().
Settings apply_settings(std::string_view toml, Settings before);

/// /etc/idcard/idcard.toml, then idcard/idcard.toml in $XDG_CONFIG_HOME (~/.config), then IDCARD_ALLOW_FINAL_TRY and
/// IDCARD_PKCS11_CACHE, 1 or 0. A file that cannot be understood counts for nothing, because a module has nobody to
/// tell; so does the environment of a program that runs with other rights than its caller's.
Settings read_settings();

} // namespace p11
