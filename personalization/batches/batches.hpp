// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/database.hpp"
#include "intake/rejection.hpp"

#include <functional>
#include <optional>
#include <string>

namespace perso::batches {

/// A signed batch of a registry.
struct Batch {
    std::string registry; ///< name of its pinned certificate
    std::string number;   ///< given by the registry, unique there
    card::Bytes digest;   ///< SHA-256 of the signed content
    std::size_t records = 0;
    std::size_t photographs = 0;
};

/// What became of one record of a batch, as the registry is told.
struct Result {
    std::size_t place = 0;   ///< in the batch, counted from 1
    std::string application; ///< empty if none could be read
    std::string state;       ///< "issued", "rejected", "withdrawn", "waiting"
    std::string document_number;
    intake::Rejections reasons;
};

/// The batches that came in.
class Batches {
public:
    explicit Batches(store::Database& database) : database_{database} {}

    /// The batch comes in, or comes in again: an import that was cut off goes on. Throws batch_repeated if this number
    /// came with other content.
    void begin(const Batch& batch, const std::string& person, card::Time now);

    /// What intake made of the record at that place. Inside a change.
    void note_record(const Batch& batch, std::size_t place, std::string_view application, bool taken,
        const intake::Rejections& reasons);

    /// Every record was looked at.
    void finish(const Batch& batch, const std::string& person, card::Time now);

    /// The registries from which a batch with this number came.
    std::vector<std::string> registries_of(std::string_view number);

    /// Every record of a batch in its order: what became of its application since, whoever brought it.
    void results(std::string_view registry, std::string_view number, const std::function<void(const Result&)>& each);

private:
    store::Database& database_;
};

/// Fields and reasons as the store keeps them.
std::string to_json(const intake::Rejections& rejections);
intake::Rejections rejections_from(std::string_view json);

} // namespace perso::batches
