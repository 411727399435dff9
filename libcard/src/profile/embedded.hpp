// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace card::profile {

/// The text of applet-specs/profile.toml, embedded by the build.
std::string_view embedded_profile();

} // namespace card::profile
