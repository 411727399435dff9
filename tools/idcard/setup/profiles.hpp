// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>
#include <vector>

namespace idcard::setup {

/// The folders that a Mozilla program's profiles.ini names, relative ones below `folder`, in which it lies. Lines that
/// say nothing of a folder are passed over.
std::vector<std::filesystem::path> parse_profiles(std::string_view text, const std::filesystem::path& folder);

/// The profiles of a program, by the profiles.ini of its folder; none where there is no such file.
std::vector<std::filesystem::path> profiles_in(const std::filesystem::path& folder);

} // namespace idcard::setup
