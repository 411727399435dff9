// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/sealer.hpp"
#include "seal/data_keys.hpp"

#include <memory>

namespace perso::seal {

/// Seals the personal data of applications with AES-256-GCM under data keys: one for each class of data of each batch,
/// which is what came in together. Each column of each row is sealed for its own place, so that nothing can be moved.
class Seal final : public store::Sealer {
public:
    /// Both must outlive it.
    Seal(Keys& keys, card::crypto::RandomSource& random) : keys_{keys}, data_keys_{keys}, random_{random} {}

    /// What is kept from now on is another batch, and has data keys of its own as soon as anything is kept.
    void begin_batch() { keys_of_batch_.reset(); }

    card::Bytes index(std::string_view kind, card::ByteView content) override;
    void keep(store::Database& database, const store::Application& application, card::Time now) override;
    bool holds(store::Database& database, const store::Application& application) override;
    store::Application open(store::Database& database, const std::string& number) override;

    /// What is left of the record, JSON: without the fields of a class whose key was destroyed. Throws seal_broken.
    std::string left(store::Database& database, const std::string& number);

    card::Bytes wrap(card::ByteView place, card::ByteView content) override { return keys_.wrap(place, content); }

    card::SecureBytes unwrap(card::ByteView place, card::ByteView wrapped) override
    {
        return keys_.unwrap(place, wrapped);
    }

    /// Seals what an office from before there was a seal has in its store, once, and replaces its hashes that anybody
    /// can compute. An import that goes on meanwhile in a program from before is met by the schema.
    void adopt(store::Database& database, card::Time now);

private:
    struct BatchKeys {
        DataKeys::DataKey general;
        DataKeys::DataKey specific;
    };

    card::Bytes digest(const store::Application& application);
    void adopt_records(store::Database& database, card::Time now);
    void adopt_hashes(store::Database& database);
    void adopt_renewals(store::Database& database);

    Keys& keys_;
    DataKeys data_keys_;
    card::crypto::RandomSource& random_;
    std::unique_ptr<const BatchKeys> keys_of_batch_; ///< of the one that is being kept
};

} // namespace perso::seal
