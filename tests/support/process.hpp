// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <iterator>

namespace test {

/// What stands in a folder.
inline std::ptrdiff_t entries(const std::filesystem::path& folder)
{
    return std::distance(std::filesystem::directory_iterator{folder}, std::filesystem::directory_iterator{});
}

/// Of this process.
inline std::ptrdiff_t threads()
{
    return entries("/proc/self/task");
}

/// Of this process, with the one that counts them.
inline std::ptrdiff_t open_files()
{
    return entries("/proc/self/fd");
}

} // namespace test
