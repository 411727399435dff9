// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "issuer/token.hpp"
#include "seal/seal.hpp"

#include <memory>

namespace perso::seal {

/// `seal-1`, which wraps data keys, and `index-1`, which makes hashes that nobody without the token can compute.
class TokenKeys final : public Keys {
public:
    /// The token must outlive it.
    explicit TokenKeys(const issuer::Token& token) : token_{token} {}

    card::Bytes wrap(card::ByteView place, card::ByteView secret) override;
    card::SecureBytes unwrap(card::ByteView place, card::ByteView wrapped) override;
    card::Bytes mac(card::ByteView message) override;

private:
    const issuer::Token& token_;
};

/// The seal of an office whose token is open. Makes the keys in a token that is older than the seal, and seals what is
/// older than it in the store. Throws hsm_key_missing when the store has data keys that this token did not wrap.
class OfficeSeal final : public store::Sealer {
public:
    /// The token must outlive it.
    OfficeSeal(issuer::Token& token, store::Database& database, card::Time now);

    /// As Seal::begin_batch().
    void begin_batch() { seal_.begin_batch(); }

    card::Bytes index(std::string_view kind, card::ByteView content) override { return seal_.index(kind, content); }

    void keep(store::Database& database, const store::Application& application, card::Time now) override
    {
        seal_.keep(database, application, now);
    }

    bool holds(store::Database& database, const store::Application& application) override
    {
        return seal_.holds(database, application);
    }

    store::Application open(store::Database& database, const std::string& number) override
    {
        return seal_.open(database, number);
    }

    /// As Seal::left().
    std::string left(store::Database& database, const std::string& number) { return seal_.left(database, number); }

    card::Bytes wrap(card::ByteView place, card::ByteView content) override { return seal_.wrap(place, content); }

    card::SecureBytes unwrap(card::ByteView place, card::ByteView wrapped) override
    {
        return seal_.unwrap(place, wrapped);
    }

private:
    TokenKeys keys_;
    Seal seal_;
};

} // namespace perso::seal
