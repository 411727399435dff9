// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

/// Our part of a file that belongs to somebody else: put in, and taken out again.
namespace idcard::setup {

/// What NSS calls the module; also the name of the security device in policies.
inline constexpr std::string_view device_name = "Lao PDR identity card";

/// `content` with `block` at its end, on lines of its own; unchanged if it stands there already.
std::string with_block(std::string_view content, std::string_view block);

/// Whether `block` stands in `content`.
bool has_block(const std::optional<std::string>& content, std::string_view block);

/// `content` without `block`; nothing if it does not stand there exactly once.
std::optional<std::string> without_block(std::string_view content, std::string_view block);

/// A policies.json with `module` among its SecurityDevices; an empty one is begun. What else stands there keeps its
/// order. Throws config_invalid, with `file` as field and the line as number, for what is no such document.
std::string with_device(
    std::string_view content, const std::filesystem::path& module, const std::filesystem::path& file);

/// Whether a policies.json names `module` among its SecurityDevices; false for what is no such document.
bool has_device(std::string_view content, const std::filesystem::path& module);

/// A policies.json without the device; nothing if it does not name `module` under our name.
std::optional<std::string> without_device(std::string_view content, const std::filesystem::path& module);

} // namespace idcard::setup
