// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"

#include <filesystem>
#include <functional>

namespace perso::intake {

/// Bytes that are read at any place: of a file that is too large for memory.
struct ByteSource {
    std::uint64_t size = 0;
    /// Exactly that many bytes from `at` on. Throws file_unreadable.
    std::function<card::Bytes(std::uint64_t at, std::size_t size)> read;
};

/// A file that stays open. Throws file_unreadable.
ByteSource source_of_file(const std::filesystem::path& file);

/// The bytes must outlive the source.
ByteSource source_of_bytes(card::ByteView bytes);

} // namespace perso::intake
