// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/base/toml.hpp"
#include "card/trust/package_contents.hpp"

#include <fmt/format.h>

namespace card::trust {

namespace {

constexpr std::string_view schema = "idcard-trust-package-1";
constexpr std::size_t digest_bytes = 32;

[[noreturn]] void invalid(std::string_view field, const toml::source_region& where, std::string_view sentence)
{
    throw Error{Errc::package_invalid, Step{"manifest.toml"}, sentence}
        .with_field(std::string{field})
        .with_number(static_cast<long>(where.begin.line));
}

std::string read_text(std::string_view key, const toml::node& node)
{
    const auto text = node.value_exact<std::string>();
    if (!text)
        invalid(key, node.source(), "is not a text");
    return *text;
}

std::uint32_t read_serial(std::string_view key, const toml::node& node)
{
    const auto number = node.value_exact<std::int64_t>();
    if (!number || *number < 1 || *number > largest_serial)
        invalid(key, node.source(), "is no serial number");
    return static_cast<std::uint32_t>(*number);
}

/// Whole seconds in UTC.
Time read_time(std::string_view key, const toml::node& node)
{
    const auto value = node.value_exact<toml::date_time>();
    if (!value || !value->offset || value->offset->minutes != 0 || value->time.nanosecond != 0 ||
        value->date.year < 1970)
        invalid(key, node.source(), "is no time in UTC");
    const Date day = std::chrono::year{value->date.year} / value->date.month / value->date.day;
    return start_of(day) + std::chrono::hours{value->time.hour} + std::chrono::minutes{value->time.minute} +
           std::chrono::seconds{value->time.second};
}

Period checked(std::string_view key, const toml::table& table, std::optional<Time> from, std::optional<Time> until)
{
    if (!from || !until || *until < *from)
        invalid(key, table.source(), "has no period from this_update to next_update");
    return {*from, *until};
}

Period read_period(std::string_view key, const toml::node& node)
{
    if (!node.is_table())
        invalid(key, node.source(), "is not a table");
    std::optional<Time> from;
    std::optional<Time> until;
    for (const auto& [name, value] : *node.as_table()) {
        if (name == "this_update")
            from = read_time(name, value);
        else if (name == "next_update")
            until = read_time(name, value);
        else
            invalid(name.str(), value.source(), "is not known");
    }
    return checked(key, *node.as_table(), from, until);
}

std::set<std::string> read_removed(const toml::node& node)
{
    if (!node.is_array())
        invalid("removed", node.source(), "is not a list");
    std::set<std::string> removed;
    for (const toml::node& item : *node.as_array()) {
        std::string name = read_text("removed", item);
        if (!is_package_file(name) || !removed.insert(std::move(name)).second)
            invalid("removed", item.source(), "is no file of a package, or stands there twice");
    }
    return removed;
}

std::map<std::string, Period> read_parts(const toml::node& node)
{
    if (!node.is_table())
        invalid("parts", node.source(), "is not a table");
    std::map<std::string, Period> parts;
    for (const auto& [name, value] : *node.as_table())
        parts.emplace(std::string{name.str()}, read_period(name, value));
    return parts;
}

Bytes read_digest(const toml::node& node)
{
    const std::string text = read_text("contents", node);
    try {
        Bytes digest = from_hex(text);
        if (digest.size() == digest_bytes)
            return digest;
    } catch (const Error&) { // said below
    }
    invalid("contents", node.source(), "is no SHA-256 digest");
}

Manifest read(const toml::table& table)
{
    Manifest manifest;
    std::string found;
    std::optional<Time> from;
    std::optional<Time> until;
    for (const auto& [key, node] : table) {
        if (key == "schema")
            found = read_text("schema", node);
        else if (key == "serial")
            manifest.serial = read_serial("serial", node);
        else if (key == "this_update")
            from = read_time("this_update", node);
        else if (key == "next_update")
            until = read_time("next_update", node);
        else if (key == "base")
            manifest.base = read_serial("base", node);
        else if (key == "removed")
            manifest.removed = read_removed(node);
        else if (key == "contents")
            manifest.contents = read_digest(node);
        else if (key == "parts")
            manifest.parts = read_parts(node);
        else
            invalid(key.str(), node.source(), "is not known");
    }
    if (found != schema)
        invalid("schema", table.source(), "is not idcard-trust-package-1");
    manifest.period = checked("next_update", table, from, until);
    if (manifest.serial == 0)
        invalid("serial", table.source(), "is missing");
    if (manifest.contents.empty())
        invalid("contents", table.source(), "is missing");
    if (manifest.base ? *manifest.base >= manifest.serial : !manifest.removed.empty())
        invalid("base", table.source(), "is not below the serial, or missing");
    return manifest;
}

std::string lines(const Period& period)
{
    return fmt::format(
        "this_update = {}\nnext_update = {}\n", utc_text(period.this_update), utc_text(period.next_update));
}

} // namespace

std::string utc_text(Time time)
{
    // By hand: what fmt 9 makes of a time is local.
    const std::chrono::hh_mm_ss clock{time - start_of(day_of(time))};
    return fmt::format("{}T{:02}:{:02}:{:02}Z", to_text(day_of(time)), clock.hours().count(), clock.minutes().count(),
        clock.seconds().count());
}

Manifest parse_manifest(std::string_view text)
{
    try {
        return read(toml::parse(text));
    } catch (const toml::parse_error& error) {
        invalid("manifest.toml", error.source(), error.description());
    } catch (const std::runtime_error& error) {
        invalid("manifest.toml", {}, error.what());
    }
}

std::string to_toml(const Manifest& manifest)
{
    std::string out = fmt::format("schema = \"{}\"\nserial = {}\n", schema, manifest.serial) + lines(manifest.period);
    out += fmt::format("contents = \"{}\"\n", to_hex(manifest.contents));
    if (manifest.base) {
        out += fmt::format("base = {}\nremoved = [\n", *manifest.base);
        for (const std::string& name : manifest.removed)
            out += fmt::format("    \"{}\",\n", name);
        out += "]\n";
    }
    for (const auto& [name, period] : manifest.parts)
        out += fmt::format("\n[parts.{}]\n", name) + lines(period);
    return out;
}

} // namespace card::trust
