// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/openssl_sections.hpp"

#include "idcard/setup/take_until.hpp"

#include <algorithm>
#include <map>

namespace idcard::setup {

namespace fs = std::filesystem;

namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r";
    const auto begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

/// Names of sections are plain words; anything else is left to OpenSSL.
bool is_name(std::string_view text)
{
    return !text.empty() && text.find_first_of(" \t$\"'\\[]=#") == std::string_view::npos;
}

} // namespace

Sections sections_of(std::string_view text)
{
    std::string main;
    std::map<std::string, std::string> engines_of; // by the section in which they are named
    std::string section = "default";
    while (!text.empty()) {
        std::string_view line = take_until(text, '\n');
        line = trimmed(line.substr(0, line.find('#')));
        if (line.starts_with('[') && line.ends_with(']')) {
            section = trimmed(line.substr(1, line.size() - 2));
            continue;
        }
        const auto equals = std::min(line.find('='), line.size());
        const std::string_view name = trimmed(line.substr(0, equals));
        const std::string_view value = equals == line.size() ? "" : trimmed(line.substr(equals + 1));
        if (!is_name(value))
            continue;
        if (name == "openssl_conf" && section == "default")
            main = value;
        if (name == "engines")
            engines_of[section] = value;
    }
    Sections found;
    if (!main.empty())
        found.main = main;
    if (const auto engines = engines_of.find(found.main); engines != engines_of.end())
        found.engines = engines->second;
    return found;
}

bool has_engine(const Places& places)
{
    std::error_code error;
    for (const char* folder : {"/usr/lib", "/usr/lib64", "/usr/local/lib"}) {
        if (fs::exists(places.of_system(folder) / "engines-3/pkcs11.so", error))
            return true;
        for (const auto& entry : fs::directory_iterator{places.of_system(folder), error})
            if (fs::exists(entry.path() / "engines-3/pkcs11.so", error))
                return true;
    }
    return false;
}

} // namespace idcard::setup
