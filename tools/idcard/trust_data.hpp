// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/profile/profile.hpp"
#include "card/trust/policy.hpp"
#include "card/trust/trust_data.hpp"

#include <filesystem>
#include <string>

namespace idcard {

/// What this computer trusts: the files of a package, or of a folder in its form, where `csca/*.cer` are the least.
struct TrustData {
    card::trust::TrustData data;
    card::trust::Policy policy;
    card::Time earliest{}; ///< a clock that shows less is wrong
};

/// The folder that is used when --trust names none: /var/lib/idcard/trust, else $XDG_DATA_HOME/idcard/trust.
/// Throws trust_data_invalid when there is neither.
std::filesystem::path default_trust_folder();

/// Throws trust_data_invalid with the file as field, config_invalid for the policy, file_unreadable.
TrustData load_trust(const std::filesystem::path& folder);

/// Throws file_unreadable, config_invalid.
card::profile::Profile load_profile(const std::filesystem::path& file);

} // namespace idcard
