// SPDX-License-Identifier: Apache-2.0
// architecture_check TOP: holds every source file below TOP to the tables of docs/architecture.md.
#include "architecture/rules.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& path)
{
    std::ifstream file{path, std::ios::binary};
    if (!file)
        throw std::runtime_error{"cannot read " + path.string()};
    return {std::istreambuf_iterator<char>{file}, {}};
}

bool is_source(const fs::path& path)
{
    constexpr std::array endings{".hpp", ".cpp", ".h", ".cc", ".c"};
    return std::find(endings.begin(), endings.end(), path.extension().string()) != endings.end();
}

std::vector<architecture::Source> sources_below(const fs::path& top, const architecture::Rules& rules)
{
    std::vector<architecture::Source> sources;
    const auto collect = [&](const fs::path& folder) {
        for (const auto& entry : fs::recursive_directory_iterator{folder})
            if (entry.is_regular_file() && is_source(entry.path()))
                sources.push_back({entry.path().lexically_relative(top), read(entry.path())});
    };
    collect(top / "libcard");
    for (const auto& [component, layers] : rules.components)
        collect(top / component);
    return sources;
}

int check(const fs::path& top)
{
    const architecture::Rules rules = architecture::parse_rules(read(top / "docs/architecture.md"));
    const std::vector<architecture::Source> sources = sources_below(top, rules);
    std::set<std::string> known;
    for (const architecture::Source& source : sources)
        known.insert(source.path.generic_string());
    std::size_t found = 0;
    for (const architecture::Source& source : sources)
        for (const std::string& violation : architecture::violations(source, rules, known)) {
            std::cerr << violation << '\n';
            ++found;
        }
    std::cout << "architecture: " << sources.size() << " files, " << found << " violations\n";
    return found == 0 ? 0 : 1;
}

} // namespace

int main(int argc, char** argv)
try {
    if (argc != 2)
        throw std::runtime_error{"usage: architecture_check TOP"};
    return check(argv[1]);

} catch (const std::exception& error) {
    std::cerr << "architecture: " << error.what() << '\n';
    return 2;
}
