// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "issuer/revocation_lists.hpp"

#include "base/read_file.hpp"
#include "commands/office_setup.hpp"
#include "issuer/signer_file.hpp"
#include "personalization/open_gate.hpp"
#include "personalization/store/sqlite_store.hpp"
#include "support/temporary_folder.hpp"

/// An office on SoftHSM, its store and its lists.
namespace test {

/// Eight o'clock on the last day of the week that was the first CA's.
inline const card::Time first_day = [] {
    auto day = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    while (day.time_since_epoch().count() % perso::issuer::complete_list_interval.count() != 1)
        day -= std::chrono::days{1};
    return card::Time{day} + std::chrono::hours{8};
}();
inline const card::ByteView office_pin = card::as_bytes("12345678");

inline perso::Office create_list_office(const std::filesystem::path& directory)
{
    const perso::Office wanted{.directory = directory,
        .authority = {.name = "Tests", .contact_email = "a@b.invalid", .crl_url = "http://c.invalid/lists/csca-1.crl"},
        .document_prefix = "LA",
        .hsm = {.module = perso::issuer::find_softhsm().value_or("none"), .token = "idcard-office", .own_token = true},
        .people = {{.id = "noy", .full_name = {}, .roles = {perso::Role::operator_}},
            {.id = "keo", .full_name = {}, .roles = {perso::Role::approver}}}};
    perso::issuer::create_office(wanted, card::profile::builtin(), office_pin, first_day, [](std::string_view) {});
    return perso::load_office(directory);
}

struct ListStation {
    test::TemporaryFolder folder;
    perso::Office office = create_list_office(folder / "office");
    perso::store::SqlStore store{std::make_unique<perso::store::SqliteDatabase>(office.store_file(), first_day), "LA",
        card::crypto::system_random(), &test::software_seal()};
    perso::issuer::Issuer issuer{office, card::profile::builtin(), office_pin};
    OpenGate gate{issuer};

    /// A live card with a certificate of its CA.
    std::pair<perso::store::Allotment, card::pki::Certificate> make(std::uint8_t chip, card::Time at = first_day)
    {
        const std::string number = "A-" + std::to_string(chip);
        store.import({.number = number, .personal_number = number, .record = "{}", .photograph = {0xFF}}, "noy", at);
        store.approve(number, "keo", at);
        perso::store::Claim claim{.application = number, .operator_ = "noy"};
        claim.kdd.fill(chip);
        claim.guid.fill(chip);
        const perso::store::Allotment allotted = store.claim(claim, at);
        issuer.open_citizen_ca(allotted.citizen_ca, at);
        const auto key = card::pki::SigningKey::generate(card::crypto::Curve::p256).public_key();
        const auto certificate = issuer.certify({.purpose = card::pki::CitizenPurpose::authentication,
                                                    .common_name = "SPECIMEN",
                                                    .holder_id = allotted.holder_id,
                                                    .document_number = allotted.document_number,
                                                    .validity = {at, at + std::chrono::days{3650}},
                                                    .citizen_ca = allotted.citizen_ca},
            key);
        store.intend(allotted.card, "keys", at);
        perso::store::CardKey proven{.slot = "9A", .hash = card::pki::key_hash(key), .certificate = {}};
        store.record_key(allotted.card, proven, at);
        proven.certificate = perso::store::trace_of(certificate);
        store.record_key(allotted.card, proven, at);
        store.conclude(allotted.card, "keys", at);
        store.issued(allotted.card, at);
        return {allotted, certificate};
    }

    void revoke(const perso::store::Allotment& allotted, card::Time at)
    {
        store.request_revocation(allotted.document_number, card::trust::CardRevocation::stolen, "", "noy", at);
        store.confirm_revocation(allotted.document_number, card::trust::CardRevocation::stolen, "keo", at);
    }

    card::trust::Files lists(const card::trust::Files& previous, card::Time at, const card::trust::Files& ceremony = {})
    {
        return lists_under(pinned(), previous, at, ceremony);
    }

    /// With other CSCAs in the package than that of the office.
    card::trust::Files lists_under(const card::trust::Files& csca, const card::trust::Files& previous, card::Time at,
        const card::trust::Files& ceremony = {})
    {
        return perso::issuer::make_revocation_lists(
            issuer, store, office, {.pinned = csca, .ceremony = ceremony, .previous = previous}, at);
    }

    /// As after an old backup: a store that never heard of any card.
    std::unique_ptr<perso::store::SqlStore> older_store() const
    {
        return sqlite_store(folder / "older.sqlite", first_day);
    }

    card::trust::Files lists_from(perso::store::Store& other, const card::trust::Files& previous, card::Time at)
    {
        const card::trust::Files own = pinned(), none;
        return perso::issuer::make_revocation_lists(
            issuer, other, office, {.pinned = own, .ceremony = none, .previous = previous}, at);
    }

    card::trust::Files pinned() const
    {
        return {{"csca/any.cer", perso::read_file(office.certificates() / "csca-1.cer")}};
    }

    void revoke_signer(card::pki::RevocationReason reason, card::Time at)
    {
        const auto signer =
            perso::issuer::read_document_signer(office, office.certificates() / "document-signer-1.cer");
        store.request_signer_revocation(signer, reason, "", "noy", at);
        store.confirm_signer_revocation(signer, reason, "keo", at);
    }

    /// By the key of the CSCA, elsewhere.
    card::pki::Crl ceremony(std::uint64_t number, card::Time at, std::vector<card::pki::Revocation> revoked = {},
        std::chrono::days validity = std::chrono::days{92})
    {
        // elsewhere, by other rules than this office's: ninety-two days are more than the office itself would sign
        return card::pki::build_crl(
            {.this_update = at, .next_update = at + validity, .number = number, .revoked = std::move(revoked)},
            issuer.csca_certificate(), issuer.hsm().signing_key(perso::issuer::label::csca));
    }
};

inline constexpr const char* signer_list = "crl/csca-1.crl";

inline card::trust::StatusList status(const card::trust::Files& files)
{
    return card::trust::StatusList::parse(files.at("status/cards.bin"));
}

} // namespace test
