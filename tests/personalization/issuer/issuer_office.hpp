// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/databases.hpp"

#include "card/pki/builder.hpp"

#include <chrono>
#include <cstring>
#include <functional>

/// Cards in work and document signers, on every database.
namespace test {

inline constexpr card::Time office_start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

/// An empty store: on SQLite, or on the server that support/postgresql.sh has started.
inline void on_a_database(const std::function<void(perso::store::Database&, perso::store::Store&)>& body)
{
    ADatabase place{office_start - std::chrono::days{20}};
    const auto database = place.open();
    perso::store::SqlStore store{*database, "LA", card::crypto::system_random(), &test::software_seal()};
    body(*database, store);
}

/// A card that was claimed and is in work: its row.
inline std::int64_t card_in_work(perso::store::Store& store, const std::string& number, card::Time now)
{
    static std::uint16_t chip = 0x4000;
    ++chip;
    store.import({.number = number, .personal_number = number, .record = "{}", .photograph = {0xFF}}, "noy", now);
    store.approve(number, "keo", now);
    perso::store::Claim claim{.application = number, .operator_ = "noy"};
    std::memcpy(claim.kdd.data(), &chip, sizeof chip);
    std::memcpy(claim.guid.data(), &chip, sizeof chip);
    return store.claim(claim, now).card;
}

/// A document PKI with keys in memory.
struct DocumentPki {
    card::pki::Publication publication{
        .country_code = "LAO", .contact_email = "a@b.invalid", .crl_url = "http://c.invalid/x.crl"};
    card::pki::SigningKey csca_key = card::pki::SigningKey::generate(card::crypto::Curve::p256);
    card::pki::Certificate csca =
        card::pki::make_csca({.subject = name("CSCA"),
                                 .validity = {office_start, office_start + std::chrono::days{9000}},
                                 .key_usage = {office_start, office_start + std::chrono::days{1800}},
                                 .publication = publication},
            csca_key, card::crypto::system_random());

    static card::pki::Name name(std::string common_name)
    {
        return {.country = "LA",
            .organization = "Tests",
            .organizational_unit = {},
            .common_name = std::move(common_name),
            .serial_number = {}};
    }

    card::pki::Certificate signer(const std::string& common_name, const card::pki::SigningKey& key,
        card::pki::Validity use = {office_start, office_start + std::chrono::days{92}}) const
    {
        return card::pki::make_document_signer({.subject = name(common_name),
                                                   .validity = {use.not_before, office_start + std::chrono::days{8000}},
                                                   .key_usage = use,
                                                   .document_types = {"ID"},
                                                   .publication = publication},
            key.public_key(), csca, csca_key, card::crypto::system_random());
    }

    card::pki::Certificate signer(const std::string& common_name) const
    {
        return signer(common_name, card::pki::SigningKey::generate(card::crypto::Curve::p256));
    }
};

} // namespace test
