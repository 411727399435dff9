// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "idcard/setup/areas.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace idcard::setup {

/// The edits that register the module in the NSS database of a folder; with `create` an absent database is made. NSS's
/// own modutil does it, on a copy of pkcs11.txt in a scratch folder: the browser's files change in one step, and what
/// is shown before is what is written. Nothing where the module stands there already. Throws tool_missing, tool_failed,
/// setup_changed, file_unreadable.
std::vector<Edit> register_in_nss(
    const Request& request, const std::string& program, const std::filesystem::path& folder, bool create);

} // namespace idcard::setup
