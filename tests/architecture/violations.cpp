// SPDX-License-Identifier: Apache-2.0
#include "architecture/rules.hpp"

#include <algorithm>
#include <optional>
#include <sstream>

namespace architecture {
namespace {

constexpr std::size_t longest_file = 400;
constexpr std::string_view spdx = "SPDX-License-Identifier: Apache-2.0";

/// What stands in an #include line, and whether in quotes.
struct Include {
    std::string name;
    bool quoted;
};

std::optional<Include> parse_include(std::string_view line)
{
    const std::size_t hash = line.find_first_not_of(" \t");
    if (hash == std::string_view::npos || line[hash] != '#')
        return {};
    const std::size_t word = line.find_first_not_of(" \t", hash + 1);
    if (word == std::string_view::npos || !line.substr(word).starts_with("include"))
        return {};
    const std::size_t open = line.find_first_of("\"<", word);
    if (open == std::string_view::npos)
        return {};
    const bool quoted = line[open] == '"';
    const std::size_t close = line.find(quoted ? '"' : '>', open + 1);
    return Include{std::string{line.substr(open + 1, close - open - 1)}, quoted};
}

/// The n-th part of a path, or nothing.
std::string part(const std::filesystem::path& path, std::size_t n)
{
    for (const auto& element : path)
        if (n-- == 0)
            return element.string();
    return {};
}

/// The layer that owns a file of libcard: libcard/src/<layer>/…, libcard/include/card/<layer>/…; else empty.
std::string layer_of(const std::filesystem::path& path)
{
    const std::string layer = part(path, 1) == "src" ? part(path, 2) : part(path, 3);
    return std::filesystem::path{layer}.has_extension() ? std::string{} : layer;
}

bool below(const std::filesystem::path& path, const std::string& place)
{
    const std::string text = path.generic_string();
    return text == place || text.starts_with(place + "/");
}

class Checker {
public:
    Checker(const Source& source, const Rules& rules, const std::set<std::string>& known)
        : path_{source.path}, component_{part(source.path, 0)}, rules_{rules}, known_{known}
    {
    }

    void line(const std::string& text)
    {
        ++number_;
        if (number_ <= 2 && text.find(spdx) != std::string::npos)
            has_spdx_ = true;
        if (text == "#pragma once")
            has_once_ = true;
        if (const auto include = parse_include(text)) {
            library_header(*include);
            if (include->name.starts_with("card/"))
                libcard_header(*include);
            else if (include->quoted)
                own_header(*include);
        }
    }

    std::vector<std::string> finish()
    {
        if (!has_spdx_)
            report(1, "does not begin with its SPDX line");
        if (path_.extension() == ".hpp" && !has_once_)
            report(1, "a header without #pragma once");
        if (number_ > longest_file)
            report(number_, "is longer than 400 lines");
        return std::move(found_);
    }

private:
    void report(std::size_t line, const std::string& what)
    {
        found_.push_back(path_.generic_string() + ":" + std::to_string(line) + ": " + what);
    }

    /// Third-party headers stay where the table keeps them.
    void library_header(const Include& include)
    {
        for (const auto& [header, places] : rules_.headers) {
            if (!include.name.starts_with(header))
                continue;
            bool allowed = false;
            for (const std::string& place : places)
                allowed = allowed || below(path_, place);
            if (!allowed)
                report(number_, "may not include <" + include.name + ">");
        }
    }

    /// card/<layer>/…: allowed to this layer or component? card/version.hpp and its like belong to no layer.
    void libcard_header(const Include& include)
    {
        const std::string target = part(include.name, 1);
        if (component_ == "libcard" && layer_of(path_).empty())
            return;
        if (std::filesystem::path{target}.has_extension()) {
            if (component_ == "libcard" && target == "source_date.hpp")
                report(number_, "the library takes its dates as arguments");
            return;
        }
        if (component_ == "libcard" ? target == layer_of(path_) || rules_.layers.at(layer_of(path_)).contains(target)
                                    : rules_.components.at(component_).contains(target))
            return;
        report(number_, "may not include the layer " + target);
    }

    /// Any other quoted include lies beside the file or in the same component; only tests may look elsewhere.
    void own_header(const Include& include)
    {
        if (component_ == "tests")
            return;
        for (auto folder = path_.parent_path(); !folder.empty(); folder = folder.parent_path()) {
            const std::filesystem::path found = (folder / include.name).lexically_normal();
            if (known_.contains(found.generic_string()))
                return station_header(found);
        }
        report(number_, "includes \"" + include.name + "\", which is not part of " + component_);
    }

    /// A folder of the station includes itself and those before it; a file beside the folders, main.cpp, all.
    void station_header(const std::filesystem::path& header)
    {
        const std::string folder = part(path_, 1);
        if (component_ != "personalization" || part(path_, 2).empty() || folder == part(header, 1))
            return;
        const auto own = std::ranges::find(rules_.station, folder);
        if (own == rules_.station.end())
            report(number_, "the folder " + folder + " has no row");
        else if (std::find(rules_.station.begin(), own, part(header, 1)) == own)
            report(number_, "may not include the folder " + part(header, 1));
    }

    const std::filesystem::path& path_;
    std::string component_;
    const Rules& rules_;
    const std::set<std::string>& known_;
    std::vector<std::string> found_;
    std::size_t number_ = 0;
    bool has_spdx_ = false;
    bool has_once_ = false;
};

} // namespace

std::vector<std::string> violations(const Source& source, const Rules& rules, const std::set<std::string>& known)
{
    Checker checker{source, rules, known};
    std::istringstream stream{source.text};
    for (std::string line; std::getline(stream, line);)
        checker.line(line);
    return checker.finish();
}

} // namespace architecture
