// SPDX-License-Identifier: Apache-2.0
#include "settings.hpp"

#include "card/base/error.hpp"
#include "card/base/toml.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

namespace p11 {

using card::Errc;
using card::Error;

namespace {

constexpr std::size_t largest_file = 65'536;
constexpr const char* file_name = "idcard/idcard.toml";

[[noreturn]] void invalid(const std::string& field, const toml::source_region& where, std::string_view sentence)
{
    Error error{Errc::config_invalid, sentence};
    const auto line = where.begin.line;
    throw line == 0 ? std::move(error).with_field(field)
                    : std::move(std::move(error).with_field(field)).with_number(static_cast<long>(line));
}

template <class T>
T value_of(const std::string& field, const toml::node& node)
{
    const auto value = node.value_exact<T>();
    if (!value)
        invalid(field, node.source(), "a value of another type");
    return *value;
}

void apply(const toml::table& table, Settings& settings)
{
    for (const auto& [key, node] : table) {
        const std::string field = "pkcs11." + std::string{key.str()};
        if (key == "allow_final_try")
            settings.allow_final_try = value_of<bool>(field, node);
        else if (key == "cache")
            settings.cache = value_of<bool>(field, node);
        else if (key == "cache_folder")
            settings.cache_folder = value_of<std::string>(field, node);
        else
            invalid(field, node.source(), "unknown");
    }
    if (!settings.cache_folder.empty() && !settings.cache_folder.is_absolute())
        invalid("pkcs11.cache_folder", table.source(), "not an absolute path");
}

/// A variable of the environment, unless the program runs with the rights of somebody else.
std::string variable(const char* name)
{
    const char* const value = secure_getenv(name);
    return value != nullptr ? value : "";
}

/// A folder of the XDG base directory specification, which ignores relative paths; empty if there is none.
std::filesystem::path user_folder(const char* name, const char* below_home)
{
    const std::filesystem::path folder = variable(name);
    if (folder.is_absolute())
        return folder;
    const std::filesystem::path home = variable("HOME");
    return home.is_absolute() ? home / below_home : std::filesystem::path{};
}

std::optional<std::string> read_file(const std::filesystem::path& path)
{
    std::ifstream file{path, std::ios::binary};
    std::string text(largest_file, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.eof()) // not there, or larger
        return std::nullopt;
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

Settings with_file(const std::filesystem::path& path, const Settings& before)
{
    try {
        const auto text = read_file(path);
        return text ? apply_settings(*text, before) : before;
    } catch (const Error&) {
        return before;
    }
}

void apply_variable(const char* name, bool& setting)
{
    const std::string value = variable(name);
    if (value == "1" || value == "0")
        setting = value == "1";
}

} // namespace

Settings apply_settings(std::string_view toml, Settings before)
{
    try {
        const toml::table root = toml::parse(toml);
        const toml::node* const ours = root.get("pkcs11");
        if (ours == nullptr)
            return before;
        if (!ours->is_table())
            invalid("pkcs11", ours->source(), "not a table");
        apply(*ours->as_table(), before);
        return before;
    } catch (const toml::parse_error& error) {
        invalid("toml", error.source(), error.description());
    } catch (const std::runtime_error& error) {
        invalid("toml", {}, error.what());
    }
}

Settings read_settings()
{
    Settings settings;
    if (const auto cache = user_folder("XDG_CACHE_HOME", ".cache"); !cache.empty())
        settings.cache_folder = cache / "idcard/pkcs11";
    settings = with_file(std::filesystem::path{"/etc"} / file_name, settings);
    if (const auto config = user_folder("XDG_CONFIG_HOME", ".config"); !config.empty())
        settings = with_file(config / file_name, settings);
    apply_variable("IDCARD_ALLOW_FINAL_TRY", settings.allow_final_try);
    apply_variable("IDCARD_PKCS11_CACHE", settings.cache);
    return settings;
}

} // namespace p11
