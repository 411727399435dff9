// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bytes.hpp"
#include "profile.hpp"

#include <filesystem>
#include <string>

/// Frauds against card images, for demonstrations and tests: what a forger could do, and what he could not.
namespace refcard::forge {

/// Exchanges a file of the identity application. Throws std::runtime_error if the card has no such file.
void replace_file(const std::filesystem::path& image, std::uint16_t file_id, const std::filesystem::path& with);

/// Takes a file away. Throws std::runtime_error if the card has no such file.
void delete_file(const std::filesystem::path& image, std::uint16_t file_id);

/// Copies a file out of the image, for a fraud that changes part of it.
void extract_file(const std::filesystem::path& image, std::uint16_t file_id, const std::filesystem::path& to);

/// Another chip with everything that can be read from this one by whoever knows its CAN: files, CAN, PIV objects,
/// diversification data. The private keys cannot be read, so the clone has others, and PIN and PUK of its maker.
/// Throws std::runtime_error if the CAN is wrong or `to` exists.
void clone(const std::filesystem::path& from, const std::filesystem::path& to, ByteView can, const Profile& profile);

/// What an image holds, in lines for people; no key, PIN, PUK, CAN or file content.
std::string show(const std::filesystem::path& image);

} // namespace refcard::forge
