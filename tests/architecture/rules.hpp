// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace architecture {

/// The tables of docs/architecture.md: who may include what.
struct Rules {
    std::map<std::string, std::set<std::string>, std::less<>> layers;     ///< layer -> layers that it may include
    std::map<std::string, std::set<std::string>, std::less<>> components; ///< component -> layers
    std::map<std::string, std::vector<std::string>, std::less<>> headers; ///< library's header or folder -> paths
    std::vector<std::string> station; ///< folders of personalization/; each may include those before it
};

/// Reads the four tables. Throws std::runtime_error if one is missing or names an unknown layer.
Rules parse_rules(std::string_view markdown);

/// One source file of the repository; the path is relative to its top.
struct Source {
    std::filesystem::path path;
    std::string text;
};

/// Everything that breaks a rule, one line each: `path:line: what is wrong`. `known` are the paths of all sources,
/// by which a quoted include is found beside the file or below its component.
std::vector<std::string> violations(const Source& source, const Rules& rules, const std::set<std::string>& known);

} // namespace architecture
