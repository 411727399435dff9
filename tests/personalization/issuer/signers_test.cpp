// SPDX-License-Identifier: Apache-2.0
#include "issuer/signers.hpp"

#include "issuer/issuer_office.hpp"

#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso;
using card::Errc;
using issuer::Signers;
using issuer::SignerState;
using issuer::SignerWarning;
using test::error_of;

namespace {

constexpr card::Time now = test::office_start;
constexpr SignerLimits three{.cards = 3, .warn_at = 2};

const test::DocumentPki& pki()
{
    static const test::DocumentPki made;
    return made;
}

} // namespace

TEST_CASE("document signers: cards are counted once each, then warned of, then stopped")
{
    test::on_a_database([](store::Database& database, store::Store& store) {
        Signers signers{database, three};
        signers.adopt_first(pki().signer("Document Signer 1"), now);
        signers.adopt_first(pki().signer("Document Signer X"), now); // there is one
        REQUIRE(signers.all().size() == 1);
        const auto first = test::card_in_work(store, "A-1", now);
        CHECK(signers.claim(first, now).cards == 1);
        CHECK(signers.claim(first, now).cards == 1); // cut off and begun again
        CHECK_FALSE(signers.warning(now));
        signers.claim(test::card_in_work(store, "A-2", now), now);
        CHECK(signers.warning(now) == SignerWarning::cards);
        signers.claim(test::card_in_work(store, "A-3", now), now);
        CHECK(error_of([&] { signers.require_usable(now); }) == Errc::signer_exhausted);
        const auto fourth = test::card_in_work(store, "A-4", now);
        CHECK(error_of([&] { signers.claim(fourth, now); }) == Errc::signer_exhausted);
        CHECK(signers.active()->cards == 3);
        CHECK(signers.claim(first, now).number == 1); // what was counted may still be signed
        CHECK(signers.of_card(first) == std::vector<std::string>{"Document Signer 1"});
        CHECK(signers.of_card(fourth).empty());
    });
}

TEST_CASE("document signers: several stations count in one store")
{
    test::on_a_database([](store::Database& database, store::Store& store) {
        Signers one{database, three};
        Signers other{database, three};
        one.adopt_first(pki().signer("Document Signer 1"), now);
        one.claim(test::card_in_work(store, "A-1", now), now);
        other.claim(test::card_in_work(store, "A-2", now), now);
        one.claim(test::card_in_work(store, "A-3", now), now);
        const auto fourth = test::card_in_work(store, "A-4", now);
        CHECK(error_of([&] { other.claim(fourth, now); }) == Errc::signer_exhausted);
    });
}

TEST_CASE("document signers: cards made before the counter count; a lower limit of the office holds at once")
{
    test::on_a_database([](store::Database& database, store::Store& store) {
        test::card_in_work(store, "A-1", now);
        test::card_in_work(store, "A-2", now);
        Signers signers{database, three};
        signers.adopt_first(pki().signer("Document Signer 1"), now);
        CHECK(signers.active()->cards == 2);
        const auto next = test::card_in_work(store, "A-3", now);
        Signers lower{database, {.cards = 2, .warn_at = 1}};
        CHECK(error_of([&] { lower.claim(next, now); }) == Errc::signer_exhausted);
        Signers higher{database, {.cards = 100, .warn_at = 90}};
        higher.claim(next, now);
        const auto fourth = test::card_in_work(store, "A-4", now);
        CHECK(error_of([&] { higher.claim(fourth, now); }) == Errc::signer_exhausted); // the key has its own limit
    });
}

TEST_CASE("document signers: staged by one person, taken into use by another, retired for good")
{
    test::on_a_database([](store::Database& database, store::Store& store) {
        Signers signers{database, three};
        const auto key = card::pki::SigningKey::generate(card::crypto::Curve::p256);
        signers.adopt_first(pki().signer("Document Signer 1"), now);
        REQUIRE(signers.next_number() == 2);
        signers.stage(2, pki().signer("Document Signer 2", key), "noy", now);
        const auto same_key = pki().signer("Document Signer 3", key);
        CHECK(error_of([&] { signers.stage(3, same_key, "noy", now); }) == Errc::signer_state);
        CHECK(error_of([&] { signers.use(2, "noy", now); }) == Errc::same_person);
        CHECK(error_of([&] { signers.use(1, "keo", now); }) == Errc::signer_state);
        CHECK(error_of([&] { signers.use(7, "keo", now); }) == Errc::signer_state);
        const auto first = test::card_in_work(store, "A-1", now);
        signers.claim(first, now);
        signers.use(2, "keo", now);
        CHECK(error_of([&] { signers.use(2, "keo", now); }) == Errc::signer_state);
        REQUIRE(signers.all().size() == 2);
        CHECK(signers.all().front().state == SignerState::retired);
        CHECK(signers.active()->number == 2);
        CHECK(signers.claim(first, now).number == 2); // cut off before, made now
        CHECK(signers.of_card(first).front() == "Document Signer 2");
        // a staged one that was passed over is never used
        signers.stage(3, pki().signer("Document Signer 3"), "noy", now);
        signers.stage(4, pki().signer("Document Signer 4"), "noy", now);
        signers.use(4, "keo", now);
        CHECK(error_of([&] { signers.use(3, "keo", now); }) == Errc::signer_state);
    });
}

TEST_CASE("document signers: a revoked one stops, and the staged one takes its place")
{
    test::on_a_database([](store::Database& database, store::Store& store) {
        Signers signers{database, three};
        const auto certificate = pki().signer("Document Signer 1");
        signers.adopt_first(certificate, now);
        const auto cut_off = test::card_in_work(store, "A-1", now);
        signers.claim(cut_off, now);
        const store::Signer revoked{.serial_number = certificate.serial_number(), .name = "Document Signer 1"};
        store.request_signer_revocation(revoked, card::pki::RevocationReason::superseded, "", "noy", now);
        CHECK_FALSE(error_of([&] { signers.require_usable(now); }));
        store.confirm_signer_revocation(revoked, card::pki::RevocationReason::superseded, "keo", now);
        CHECK(error_of([&] { signers.require_usable(now); }) == Errc::signer_state);
        CHECK(error_of([&] { signers.claim(cut_off, now); }) == Errc::signer_state);
        signers.stage(2, pki().signer("Document Signer 2"), "noy", now);
        signers.use(2, "keo", now);
        CHECK(signers.claim(cut_off, now).number == 2);
    });
}

TEST_CASE("document signers: only in their use period")
{
    test::on_a_database([](store::Database& database, store::Store& store) {
        Signers signers{database, three};
        const card::pki::Validity use{now + std::chrono::days{1}, now + std::chrono::days{30}};
        signers.adopt_first(
            pki().signer("Document Signer 1", card::pki::SigningKey::generate(card::crypto::Curve::p256), use), now);
        CHECK(error_of([&] { signers.require_usable(now); }) == Errc::signer_state);
        CHECK_FALSE(error_of([&] { signers.require_usable(use.not_before); }));
        CHECK_FALSE(signers.warning(use.not_before));
        CHECK(signers.warning(use.not_after) == SignerWarning::days);
        CHECK_FALSE(error_of([&] { signers.require_usable(use.not_after); }));
        const auto late = use.not_after + std::chrono::seconds{1};
        CHECK(error_of([&] { signers.require_usable(late); }) == Errc::signer_exhausted);
        const auto card = test::card_in_work(store, "A-1", late);
        CHECK(error_of([&] { signers.claim(card, late); }) == Errc::signer_exhausted);
    });
}
