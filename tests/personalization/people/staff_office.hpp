// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/crypto/random.hpp"
#include "card/pki/builder.hpp"
#include "card/pki/spki.hpp"
#include "people/signatures.hpp"
#include "people/staff.hpp"
#include "software_card.hpp"
#include "store/databases.hpp"
#include "support/document_pki.hpp"

#include <cstring>

namespace test {

inline constexpr card::Time office_begin{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};

/// A store, and cards with certificates for whoever needs one.
class StaffOffice {
public:
    /// A card that is live: its document number and its keys.
    struct Issued {
        std::string document_number;
        std::int64_t id = 0;
        SoftwareCard authentication;
        card::crypto::KeyPair management;
        card::Bytes certificate = {}; ///< of 9A, DER
    };

    card::pki::Certificate certificate(card::pki::CitizenPurpose purpose, const card::crypto::PublicKey& key) const
    {
        return card::pki::make_citizen_certificate({.purpose = purpose,
                                                       .subject = name("Holder", "H-1"),
                                                       .validity = {at(2026, 1, 1), at(2036, 1, 1)},
                                                       .card_urn = "urn:example:card:1",
                                                       .crl_url = "http://crl.example.la/1.crl"},
            key, authority, authority_key, card::crypto::system_random());
    }

    /// Imported and made by `operator_`, released by `approver`.
    Issued issue(const std::string& number, const std::string& operator_, const std::string& approver)
    {
        store.import({.number = number, .personal_number = number, .record = "{}", .photograph = {0xFF}}, operator_,
            office_begin);
        store.approve(number, approver, office_begin);
        perso::store::Claim claim{.application = number, .operator_ = operator_};
        ++chips_;
        std::memcpy(claim.kdd.data(), &chips_, sizeof chips_);
        std::memcpy(claim.guid.data(), &chips_, sizeof chips_);
        const auto allotted = store.claim(claim, office_begin);
        store.intend(allotted.card, "keys", office_begin);
        Issued card{.document_number = allotted.document_number,
            .id = allotted.card,
            .authentication = {},
            .management = card::crypto::Group{card::crypto::Curve::p256}.generate(card::crypto::system_random())};
        card.certificate = record(card.id, "9A", card::pki::CitizenPurpose::authentication, card.authentication.key());
        record(card.id, "9D", card::pki::CitizenPurpose::key_management, card.management.public_key());
        store.conclude(allotted.card, "keys", office_begin);
        store.issued(allotted.card, office_begin);
        return card;
    }

    static card::pki::Name name(const std::string& common_name, const std::string& serial = {})
    {
        return {.country = "LA",
            .organization = {},
            .organizational_unit = {},
            .common_name = common_name,
            .serial_number = serial};
    }

    ADatabase place{office_begin};
    std::unique_ptr<perso::store::Database> opened = place.open();
    perso::store::Database& database = *opened;
    perso::store::SqlStore store{database, "LA", card::crypto::system_random(), &test::software_seal()};
    card::pki::SigningKey authority_key = card::pki::SigningKey::generate(card::crypto::Curve::p256);
    card::pki::Certificate authority = card::pki::make_citizen_ca({.subject = name("Citizen CA"),
                                                                      .validity = {at(2026, 1, 1), at(2056, 1, 1)},
                                                                      .crl_url = "http://crl.example.la/1.crl"},
        authority_key, card::crypto::system_random());

private:
    card::Bytes record(
        std::int64_t id, const std::string& slot, card::pki::CitizenPurpose purpose, const card::crypto::PublicKey& key)
    {
        perso::store::CardKey proven{.slot = slot, .hash = card::pki::key_hash(key), .certificate = {}};
        store.record_key(id, proven, office_begin);
        const auto made = certificate(purpose, key);
        proven.certificate = perso::store::trace_of(made);
        proven.public_key = made.spki();
        store.record_key(id, proven, office_begin);
        return made.der();
    }

    std::uint16_t chips_ = 0;
};

} // namespace test
