// SPDX-License-Identifier: Apache-2.0
#include "support/real_data.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>

namespace test {

namespace {

std::filesystem::path root()
{
    const char* const folder = std::getenv("CARD_REAL_DATA");
    return folder == nullptr ? std::filesystem::path{} : std::filesystem::path{folder};
}

card::Bytes read(const std::filesystem::path& path)
{
    std::ifstream file{path, std::ios::binary};
    if (!file)
        throw std::runtime_error{path.string() + ": cannot be read"};
    return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}

bool ask()
{
    const bool there = !root().empty() && std::filesystem::is_directory(root());
    if (!there)
        std::cerr << "SKIPPED: tests with real documents, because CARD_REAL_DATA names no folder\n";
    return there;
}

} // namespace

bool have_real_data()
{
    static const bool there = ask();
    return there;
}

card::Bytes real_file(std::string_view path)
{
    return read(root() / path);
}

std::map<std::string, card::Bytes> real_files(std::string_view folder)
{
    std::map<std::string, card::Bytes> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator{root() / folder})
        if (entry.is_regular_file())
            files.emplace(entry.path().filename().string(), read(entry.path()));
    return files;
}

} // namespace test
