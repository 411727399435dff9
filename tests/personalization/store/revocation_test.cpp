// SPDX-License-Identifier: Apache-2.0
// Revocations in the store: two people, what the lists are made of, CAs that follow one another.
#include "personalization/store/databases.hpp"

#include "card/pki/builder.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso::store;
using card::Errc;
using card::trust::CardRevocation;
using namespace std::chrono_literals;
using test::error_of;

namespace {

constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};
constexpr card::Time expires{std::chrono::sys_days{std::chrono::year{2036} / 11 / 21}};

card::pki::Certificate holder_certificate()
{
    static const auto key = card::pki::SigningKey::generate(card::crypto::Curve::p256);
    static const auto ca = card::pki::make_citizen_ca({.subject = {.country = "LA", .common_name = "CA"},
                                                          .validity = {start, expires + 1h},
                                                          .crl_url = "http://c.invalid/1.crl"},
        key, card::crypto::system_random());
    return card::pki::make_citizen_certificate({.purpose = card::pki::CitizenPurpose::authentication,
                                                   .subject = {.country = "LA", .common_name = "H"},
                                                   .validity = {start, expires},
                                                   .card_urn = "urn:example:1",
                                                   .crl_url = "http://c.invalid/1.crl"},
        key.public_key(), ca, key, card::crypto::system_random());
}

struct Office {
    test::ADatabase database{start};
    std::unique_ptr<SqlStore> store = open();

    std::unique_ptr<SqlStore> open() { return database.store(); }

    void sql(const std::string& statement) const { database.sql(statement); }

    Allotment claimed(std::uint8_t chip, card::Time at = start)
    {
        const std::string number = "A-" + std::to_string(chip);
        store->import({.number = number, .personal_number = number, .record = "{}", .photograph = {0xFF}}, "noy", at);
        store->approve(number, "keo", at);
        Claim claim{.application = number, .operator_ = "noy"};
        claim.kdd.fill(chip);
        claim.guid.fill(chip);
        return store->claim(claim, at);
    }

    /// A live card with one certificate, whose serial number it returns.
    card::Bytes make(const Allotment& allotted)
    {
        const auto certificate = holder_certificate();
        store->intend(allotted.card, "keys", start);
        CardKey proven{.slot = "9A",
            .hash = card::crypto::digest(card::crypto::Hash::sha256, certificate.der()),
            .certificate = {}};
        store->record_key(allotted.card, proven, start);
        proven.certificate = trace_of(certificate);
        store->record_key(allotted.card, proven, start);
        store->record_key(allotted.card,
            {.slot = "CA", .hash = card::Bytes(32, static_cast<std::uint8_t>(allotted.card)), .certificate = {}},
            start);
        store->conclude(allotted.card, "keys", start);
        store->issued(allotted.card, start);
        return certificate.serial_number();
    }
};

} // namespace

TEST_CASE("revocation: one person requests it, another confirms it, and then it is in the lists")
{
    Office office;
    Store& store = *office.store;
    const Allotment allotted = office.claimed(1);
    const std::string& number = allotted.document_number;
    const card::Bytes serial = office.make(allotted);
    CHECK(store.high_water() == 65'536);
    CHECK(store.citizen_cas() == std::vector{1U});

    const auto confirm = [&](CardRevocation reason, const std::string& person) {
        return error_of([&] { store.confirm_revocation(number, reason, person, start + 2s); });
    };
    CHECK(confirm(CardRevocation::lost, "keo") == Errc::revocation_not_requested); // nobody asked for it
    store.request_revocation(number, CardRevocation::lost, "R-17/2026", "noy", start + 1s);
    CHECK(store.revoked_cards().empty());
    CHECK(store.revoked_certificates(1, start).empty());
    CHECK(confirm(CardRevocation::lost, "noy") == Errc::same_person);
    CHECK(confirm(CardRevocation::stolen, "keo") == Errc::revocation_reason_differs);
    CHECK(store.revoked_cards().empty());
    REQUIRE(store.revocations().size() == 1);
    CHECK_FALSE(store.revocations().front().confirmed_at);

    CHECK_FALSE(confirm(CardRevocation::lost, "keo"));
    office.store = office.open(); // as another process sees it
    Store& again = *office.store;
    CHECK(
        again.revoked_cards() == std::vector<card::trust::StatusEntry>{{allotted.status_index, CardRevocation::lost}});
    const auto certificates = again.revoked_certificates(1, start);
    REQUIRE(certificates.size() == 1); // the key without certificate stands in no list
    CHECK(certificates.front().serial_number == serial);
    CHECK(certificates.front().when == start + 2s);
    CHECK(again.revoked_certificates(2, start).empty());
    CHECK(again.revoked_certificates(1, expires).size() == 1);
    CHECK(again.revoked_certificates(1, expires + 1s).empty()); // expired: no list needs it any more

    const Revocation revocation = again.revocations().at(0);
    CHECK(revocation.document_number == number);
    CHECK(revocation.reference == "R-17/2026");
    CHECK(revocation.requested_by == "noy");
    CHECK(revocation.confirmed_by == "keo");
    CHECK(revocation.confirmed_at == start + 2s);
    CHECK(error_of([&] { again.request_revocation(number, CardRevocation::lost, "", "noy", start + 3s); }) ==
          Errc::revoked_already);
    CHECK(error_of([&] { again.confirm_revocation(number, CardRevocation::lost, "dao", start + 3s); }) ==
          Errc::revoked_already);
}

TEST_CASE("revocation: a request that nobody confirmed gives way to another")
{
    Office office;
    const Allotment allotted = office.claimed(1);
    office.make(allotted);
    office.store->request_revocation(allotted.document_number, CardRevocation::lost, "", "noy", start);
    office.store->request_revocation(allotted.document_number, CardRevocation::stolen, "", "keo", start);
    const auto confirm = [&](const std::string& person) {
        return error_of(
            [&] { office.store->confirm_revocation(allotted.document_number, CardRevocation::stolen, person, start); });
    };
    CHECK(confirm("keo") == Errc::same_person);
    CHECK_FALSE(confirm("noy"));
    CHECK(office.store->revoked_cards().at(0).reason == CardRevocation::stolen);
}

TEST_CASE("revocation: only of cards that were made, quarantined ones among them")
{
    Office office;
    const auto request = [&](const std::string& number) {
        return error_of(
            [&] { office.store->request_revocation(number, CardRevocation::withdrawn, "", "noy", start + 1s); });
    };
    CHECK(request("LA0000001") == Errc::document_unknown);
    const Allotment encoding = office.claimed(1);
    CHECK(request(encoding.document_number) == Errc::card_not_made);
    office.store->give_up(encoding.card, Errc::card_removed, "letter", start);
    CHECK(request(encoding.document_number) == Errc::card_not_made); // void: nothing was written
    const Allotment begun = office.claimed(2);
    office.store->intend(begun.card, "keys", start);
    office.store->give_up(begun.card, Errc::card_removed, "keys", start);
    CHECK_FALSE(request(begun.document_number));
    office.store->confirm_revocation(begun.document_number, CardRevocation::withdrawn, "keo", start + 1s);
    CHECK(office.store->revoked_cards().size() == 1);
}

TEST_CASE("revocation: the citizen may have another card, and only then")
{
    Office office;
    const Allotment first = office.claimed(1);
    office.make(first);
    const auto apply = [&] {
        return error_of([&] {
            office.store->import(
                {.number = "A-2", .personal_number = "A-1", .record = "{}", .photograph = {0xFF}}, "noy", start);
        });
    };
    CHECK(apply() == Errc::record_rejected);
    office.store->request_revocation(first.document_number, CardRevocation::lost, "", "noy", start);
    CHECK(apply() == Errc::record_rejected);
    office.store->confirm_revocation(first.document_number, CardRevocation::lost, "keo", start);
    CHECK_FALSE(apply());
    office.store->approve("A-2", "keo", start);
    Claim claim{.application = "A-2", .operator_ = "noy"};
    claim.kdd.fill(2);
    claim.guid.fill(2);
    const Allotment second = office.store->claim(claim, start);
    CHECK(second.holder_id == first.holder_id);
    CHECK(second.status_index != first.status_index);
    office.make(second);
    claim.kdd.fill(1); // the revoked chip stays an issued one
    CHECK(error_of([&] { office.store->claim(claim, start); }) == Errc::job_state);
}

TEST_CASE("revocation: rules that hold even for who writes SQL")
{
    Office office;
    const Allotment allotted = office.claimed(1);
    CHECK_THROWS_AS(office.sql("INSERT INTO revocation VALUES (1, 'lost', '', 'noy', 0, NULL, NULL)"), std::exception);
    office.make(allotted);
    CHECK_THROWS_AS(
        office.sql("INSERT INTO revocation VALUES (1, 'mislaid', '', 'noy', 0, NULL, NULL)"), std::exception);
    CHECK_THROWS_AS(office.sql("INSERT INTO revocation VALUES (1, 'lost', '', 'noy', 0, 'noy', 1)"), std::exception);
    CHECK_THROWS_AS(office.sql("UPDATE card SET revoked_at = 5"), std::exception); // nobody confirmed it
    office.sql("INSERT INTO revocation VALUES (1, 'lost', '', 'noy', 0, NULL, NULL)");
    CHECK_THROWS_AS(office.sql("UPDATE card SET revoked_at = 5"), std::exception);
    office.store->confirm_revocation(allotted.document_number, CardRevocation::lost, "keo", start);
    CHECK_THROWS_AS(office.sql("UPDATE revocation SET reason = 'stolen'"), std::exception);
    CHECK_THROWS_AS(office.sql("DELETE FROM revocation"), std::exception);
    CHECK_THROWS_AS(office.sql("UPDATE card SET revoked_at = NULL"), std::exception);
    CHECK_THROWS_AS(office.sql("UPDATE card SET citizen_ca = 2"), std::exception);
    CHECK_THROWS_AS(office.sql("UPDATE list_number SET last = 0"), std::exception);
}

TEST_CASE("revocation: a document signer, by two people, for good")
{
    using card::pki::RevocationReason;
    Office office;
    const Signer first{.serial_number = {0x01, 0x02}, .name = "Document Signer 1"};
    const Signer second{.serial_number = {0x03}, .name = "Document Signer 2"};
    const auto request = [&](const Signer& signer, RevocationReason reason, const std::string& person) {
        return error_of([&] { office.store->request_signer_revocation(signer, reason, "R-1", person, start + 2s); });
    };
    const auto confirm = [&](const Signer& signer, RevocationReason reason, const std::string& person) {
        return error_of([&] { office.store->confirm_signer_revocation(signer, reason, person, start + 2s); });
    };
    CHECK(request(first, RevocationReason::certificate_hold, "noy") == Errc::internal);
    CHECK(confirm(first, RevocationReason::superseded, "keo") == Errc::revocation_not_requested); // nobody asked for it
    CHECK_FALSE(request(first, RevocationReason::cessation_of_operation, "keo"));
    CHECK_FALSE(request(first, RevocationReason::superseded, "noy")); // in its place
    CHECK(office.store->revoked_signers().empty());
    CHECK(confirm(first, RevocationReason::superseded, "noy") == Errc::same_person);
    CHECK(confirm(first, RevocationReason::cessation_of_operation, "keo") == Errc::revocation_reason_differs);
    CHECK(confirm(second, RevocationReason::superseded, "keo") == Errc::revocation_not_requested);
    CHECK_FALSE(confirm(first, RevocationReason::superseded, "keo"));
    CHECK(confirm(first, RevocationReason::superseded, "keo") == Errc::revoked_already);
    CHECK(request(first, RevocationReason::cessation_of_operation, "noy") == Errc::revoked_already);
    CHECK(request(first, RevocationReason::superseded, "noy") == Errc::revoked_already);

    office.store = office.open();
    const auto revoked = office.store->revoked_signers();
    REQUIRE(revoked.size() == 1);
    CHECK(revoked[0].serial_number == first.serial_number);
    CHECK(revoked[0].reason == RevocationReason::superseded);
    CHECK(revoked[0].when == start + 2s);
    const auto all = office.store->signer_revocations();
    REQUIRE(all.size() == 1);
    CHECK(all[0].signer.name == "Document Signer 1");
    CHECK(all[0].reference == "R-1");
    CHECK(all[0].requested_by == "noy");
    CHECK(all[0].confirmed_by == "keo");
}

TEST_CASE("revocation: a signer that was superseded, and whose key is then found in other hands")
{
    using card::pki::RevocationReason;
    Office office;
    const Signer signer{.serial_number = {0x01}, .name = "Document Signer 1"};
    const auto revoke = [&](RevocationReason reason, card::Time at) {
        return error_of([&] {
            office.store->request_signer_revocation(signer, reason, "", "noy", at);
            office.store->confirm_signer_revocation(signer, reason, "keo", at);
        });
    };
    CHECK_FALSE(revoke(RevocationReason::superseded, start));
    CHECK_FALSE(revoke(RevocationReason::key_compromise, start + 1s));
    const auto revoked = office.store->revoked_signers();
    REQUIRE(revoked.size() == 1); // a serial number stands in a list once
    CHECK(revoked[0].reason == RevocationReason::key_compromise);
    CHECK(office.store->signer_revocations().size() == 2);
    CHECK(revoke(RevocationReason::superseded, start + 2s) == Errc::revoked_already);
    CHECK(revoke(RevocationReason::key_compromise, start + 2s) == Errc::revoked_already);

    // rules that hold even for who writes SQL
    const std::string values = " VALUES (x'01', 'S', 'superseded', '', 'noy', 0, NULL, NULL)";
    CHECK_THROWS_AS(office.sql("INSERT INTO signer_revocation" + values), std::exception);
    CHECK_THROWS_AS(office.sql("DELETE FROM signer_revocation"), std::exception);
    CHECK_THROWS_AS(office.sql("UPDATE signer_revocation SET reason = 'superseded'"), std::exception);
    CHECK_THROWS_AS(
        office.sql("INSERT INTO signer_revocation VALUES (x'02', 'S', 'superseded', '', 'noy', 0, 'noy', 1)"),
        std::exception);
    CHECK_THROWS_AS(office.sql("INSERT INTO signer_revocation VALUES (x'02', 'S', 'lost', '', 'noy', 0, NULL, NULL)"),
        std::exception);
}

TEST_CASE("citizen CAs: the next one after 100,000 cards, and after four years")
{
    Office office;
    CHECK(office.claimed(1).citizen_ca == 1);
    CHECK(office.claimed(2).citizen_ca == 1);
    office.sql("UPDATE citizen_ca SET cards = 99999");
    CHECK(office.claimed(3).citizen_ca == 1);
    CHECK(office.claimed(4).citizen_ca == 2);
    CHECK_THROWS_AS(office.sql("UPDATE citizen_ca SET cards = cards + 1 WHERE number = 1"), std::exception);
    CHECK(office.claimed(5, start + use_of_citizen_ca - 1s).citizen_ca == 2);
    CHECK(office.claimed(6, start + use_of_citizen_ca).citizen_ca == 3);
    CHECK(office.store->citizen_cas() == std::vector{1U, 2U, 3U});

    const Allotment allotted = office.claimed(7, start + use_of_citizen_ca);
    CHECK(allotted.citizen_ca == 3);
}

TEST_CASE("numbers of lists only rise, over restarts, and never with a clock behind")
{
    Office office;
    CHECK(office.store->next_list_number(0, start) == 1);
    CHECK(office.store->next_list_number(0, start + 1s) == 2);
    office.store = office.open();
    CHECK(office.store->next_list_number(2, start + 1s) == 3);
    CHECK(office.store->next_list_number(70, start + 1s) == 71); // the store was restored: 4 to 70 are known elsewhere
    CHECK(office.store->next_list_number(0, start + 1s) == 72);
    CHECK(error_of([&] { office.store->next_list_number(4'294'967'295, start + 1s); }) == Errc::unsupported);
    CHECK(office.store->next_list_number(0, start + 1s) == 73); // nothing was taken
    CHECK(error_of([&] { office.store->next_list_number(0, start - 30s); }) == Errc::clock_wrong);
}
