// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/places.hpp"

#include "idcard/setup/take_until.hpp"

#include "card/base/error.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>

namespace idcard::setup {

namespace fs = std::filesystem;
using card::Errc;
using card::Error;

namespace {

constexpr const char* module_name = "idcard-pkcs11.so";

/// An absolute folder of the environment, as the XDG base directories want it.
fs::path folder_of(const char* variable, const fs::path& otherwise)
{
    const char* value = std::getenv(variable);
    return value != nullptr && *value == '/' ? fs::path{value} : otherwise;
}

bool is_shared_library(const fs::path& file)
{
    constexpr std::array<char, 4> magic{'\x7F', 'E', 'L', 'F'};
    std::array<char, 4> begin{};
    std::ifstream stream{file, std::ios::binary};
    stream.read(begin.data(), begin.size());
    return stream && begin == magic;
}

/// What NSS, OpenSSH, Java, OpenSSL and JSON all take without quoting.
bool is_plain(const fs::path& file)
{
    return std::ranges::all_of(file.native(), [](char c) {
        constexpr std::string_view others = "/._+-@~";
        return (static_cast<unsigned char>(c) & 0x80U) != 0 || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
               (c >= 'a' && c <= 'z') || others.find(c) != std::string_view::npos;
    });
}

fs::path own_module()
{
    std::error_code error;
    const fs::path program = fs::read_symlink("/proc/self/exe", error).parent_path();
    fs::path installed = program.parent_path() / CARD_MODULE_FOLDER / module_name;
    if (fs::exists(installed, error))
        return installed;
    for (fs::path folder = program; folder.has_relative_path(); folder = folder.parent_path())
        if (fs::exists(folder / "CMakeCache.txt", error) && fs::exists(folder / "lib" / module_name, error))
            return folder / "lib" / module_name;
    return installed;
}

} // namespace

fs::path Places::of_system(std::string_view name) const
{
    return root / fs::path{name}.relative_path();
}

Places places(const fs::path& root, bool system)
{
    Places found{.root = root, .system = system};
    found.home = folder_of("HOME", {});
    if (system) {
        found.records = found.of_system("/var/lib/idcard/setup");
        return found;
    }
    if (found.home.empty())
        throw Error{Errc::usage, "no home folder"}.with_field("HOME");
    found.config = folder_of("XDG_CONFIG_HOME", found.home / ".config");
    found.data = folder_of("XDG_DATA_HOME", found.home / ".local/share");
    found.records = folder_of("XDG_STATE_HOME", found.home / ".local/state") / "idcard/setup";
    return found;
}

std::optional<fs::path> program_on_path(std::string_view name)
{
    const char* value = std::getenv("PATH");
    std::string_view rest = value == nullptr ? "" : value;
    while (!rest.empty()) {
        const fs::path candidate = fs::path{take_until(rest, ':')} / name;
        std::error_code error;
        if (candidate.is_absolute() && access(candidate.c_str(), X_OK) == 0 && fs::is_regular_file(candidate, error))
            return fs::canonical(candidate, error);
    }
    return std::nullopt;
}

fs::path find_module(const std::optional<fs::path>& named)
{
    const fs::path module = named ? fs::absolute(*named).lexically_normal() : own_module();
    if (!is_plain(module))
        throw Error{Errc::usage, "a name that other programs cannot hold"}.with_field("--module");
    if (!is_shared_library(module))
        throw Error{Errc::module_missing, "no shared library"}.with_field(module.string());
    return module;
}

} // namespace idcard::setup
