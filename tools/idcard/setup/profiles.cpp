// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/profiles.hpp"

#include "idcard/setup/files.hpp"
#include "idcard/setup/take_until.hpp"

#include <algorithm>

namespace idcard::setup {

namespace fs = std::filesystem;

std::vector<fs::path> parse_profiles(std::string_view text, const fs::path& folder)
{
    constexpr std::string_view key = "Path="; // IsRelative says no more than the first character of the path
    std::vector<fs::path> found;
    while (!text.empty()) {
        std::string_view line = take_until(text, '\n');
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (!line.starts_with(key) || line.size() == key.size() || line.find('\0') != std::string_view::npos)
            continue;
        fs::path profile = (folder / line.substr(key.size())).lexically_normal();
        if (std::ranges::find(found, profile) == found.end())
            found.push_back(std::move(profile));
    }
    return found;
}

std::vector<fs::path> profiles_in(const fs::path& folder)
{
    const Content text = read_content(folder / "profiles.ini");
    return text ? parse_profiles(*text, folder) : std::vector<fs::path>{};
}

} // namespace idcard::setup
