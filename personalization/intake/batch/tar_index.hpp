// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "intake/batch/content.hpp"

#include <map>
#include <optional>
#include <string>

namespace perso::intake {

/// Where a file stands in the archive.
struct TarPlace {
    std::uint64_t at = 0;
    std::uint64_t size = 0;
};

/// The files of an uncompressed tar, found in one pass. Of pictures, which are many, only a hash of the name is kept.
class TarIndex {
public:
    /// The most files of a batch.
    static constexpr std::size_t most_files = 400'000;

    /// Folders are passed over, `./` before a name as well. Throws batch_invalid: no tar, something else than regular
    /// files, a sparse one, a name twice, names that begin with a slash or go up, other files than `manifest.json`,
    /// `records.csv`, `records.jsonl` and those in `photographs/`.
    explicit TarIndex(const Content& tar);

    /// A file at the top of the archive.
    std::optional<TarPlace> file(const std::string& name) const;
    /// `photographs/NAME`.
    std::optional<TarPlace> picture(const std::string& name) const;

    std::size_t pictures() const { return pictures_.size(); }

private:
    void add(std::string_view name, TarPlace place);

    struct Picture {
        std::array<std::uint8_t, 12> name; ///< the beginning of its SHA-256
        std::uint32_t at;
        std::uint32_t size;
    };

    static std::array<std::uint8_t, 12> short_name(std::string_view name);

    std::map<std::string, TarPlace> files_;
    std::vector<Picture> pictures_; ///< in the order of `name`
};

} // namespace perso::intake
