// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "intake/batch/content.hpp"
#include "intake/batch/registries.hpp"
#include "intake/batch/tar_index.hpp"
#include "intake/intake.hpp"

#include <memory>

namespace perso::intake {

/// manifest.json of a batch: who sends it and how much it is.
struct BatchManifest {
    std::string number;   ///< by the rule of application numbers; given once by its registry
    std::string registry; ///< the name under which the office knows it
    std::size_t records = 0;
    std::size_t photographs = 0; ///< files in photographs/, signatures among them
};

/// Throws batch_invalid for what is unknown, missing or of another form.
BatchManifest parse_batch_manifest(std::string_view json);

/// A signed batch of a registry, verified as a whole before the first record is looked at: CMS SignedData over an
/// uncompressed tar of manifest.json, records.csv or records.jsonl, and photographs/. Only an index is held in memory.
class SignedBatch {
public:
    /// Throws batch_invalid for what breaks the format, batch_untrusted unless one of these registries signed it within
    /// the life of its certificate, file_unreadable.
    SignedBatch(const std::filesystem::path& file, const std::vector<Registry>& registries, card::Time now);

    const BatchManifest& manifest() const { return manifest_; }

    /// SHA-256 of the content.
    const card::Bytes& digest() const { return content_->sha256(); }

    /// One JSON record on each line, and no table.
    bool in_lines() const { return in_lines_; }

    /// The records, from their beginning.
    std::unique_ptr<std::istream> records() const;

    /// The pictures of the batch by the names that records give; they must not outlive it.
    Pictures pictures() const;

private:
    std::unique_ptr<Content> content_;
    std::unique_ptr<TarIndex> files_;
    BatchManifest manifest_;
    TarPlace records_;
    bool in_lines_ = false;
};

} // namespace perso::intake
