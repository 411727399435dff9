// SPDX-License-Identifier: Apache-2.0
#include "counter.hpp"

#include "card/crypto/random.hpp"

using namespace card;
using pki::RevocationReason;
using test::at;
using test::Counter;
using trust::CheckId;
using trust::Overall;
using trust::State;

namespace {

/// A counter that requires the check, with lists of its issuer.
struct RevocationCounter : Counter {
    pki::CrlContent content_of_list{.this_update = at(2026, 12, 15), .next_update = at(2027, 3, 15), .number = 1};

    RevocationCounter() { policy.required.insert(CheckId::signer_revocation); }

    void revoke(std::optional<RevocationReason> reason, Time when)
    {
        content_of_list.revoked = {{content.pki.signer.serial_number(), when, reason}};
        install();
    }

    void install() { trust_data.signer_crls.push_back(made()); }

    pki::Crl made() const { return pki::build_crl(content_of_list, content.pki.csca, content.pki.csca_key); }

    trust::Check check() const { return test::only(verdict(), CheckId::signer_revocation); }
};

Time days_after_issue(int days)
{
    return start_of(*RevocationCounter{}.content.dg12.date_of_issue) + std::chrono::days{days};
}

} // namespace

TEST_CASE("signer revocation: without a list it is not known")
{
    const RevocationCounter counter;
    test::expect(counter.verdict(), Overall::genuine_stale, CheckId::signer_revocation, Errc::revocation_not_checked);
}

TEST_CASE("signer revocation: a young list that is silent passes")
{
    RevocationCounter counter;
    counter.install();
    CHECK(counter.check().state == State::passed);
    CHECK(counter.check().days == 17);
    CHECK(counter.verdict().overall == Overall::genuine);
}

TEST_CASE("signer revocation: a compromise counts whatever the dates say, and so does a reason that leaves it open")
{
    for (const auto reason : {std::optional{RevocationReason::key_compromise}, {RevocationReason::ca_compromise},
             {RevocationReason::aa_compromise}, {RevocationReason::certificate_hold}, {}}) {
        RevocationCounter counter;
        counter.revoke(reason, days_after_issue(300));
        test::expect(counter.verdict(), Overall::not_genuine, CheckId::signer_revocation, Errc::signer_revoked);
    }
}

TEST_CASE("signer revocation: what a retired key signed before stays good")
{
    for (const auto reason : {RevocationReason::superseded, RevocationReason::cessation_of_operation,
             RevocationReason::affiliation_changed, RevocationReason::privilege_withdrawn}) {
        RevocationCounter later;
        later.revoke(reason, days_after_issue(1));
        CHECK(later.check().state == State::passed);
        RevocationCounter same_day;
        same_day.revoke(reason, days_after_issue(0));
        test::expect(same_day.verdict(), Overall::not_genuine, CheckId::signer_revocation, Errc::signer_revoked);
    }
}

TEST_CASE("signer revocation: without a date of issue a retired key leaves it open")
{
    RevocationCounter counter;
    counter.revoke(RevocationReason::superseded, days_after_issue(1));
    counter.evidence.groups.erase(12);
    CHECK(counter.check().state == State::not_done);
    CHECK(counter.check().reason == Errc::revocation_not_checked);
}

TEST_CASE("signer revocation: an old list is stale, but what it says still counts")
{
    RevocationCounter counter;
    counter.install();
    counter.today = parse_date("20270315"); // 90 days
    CHECK(counter.check().state == State::passed);
    counter.today = parse_date("20270316");
    test::expect(counter.verdict(), Overall::genuine_stale, CheckId::signer_revocation, Errc::signer_list_old);
    CHECK(counter.check().days == 91);
    counter.revoke(RevocationReason::key_compromise, days_after_issue(1));
    CHECK(counter.check().reason == Errc::signer_revoked);
}

TEST_CASE("signer revocation: the newest list gives the age, any list revokes")
{
    RevocationCounter counter;
    counter.today = parse_date("20270401");
    counter.install();
    counter.content_of_list.this_update = at(2027, 3, 1);
    counter.install();
    CHECK(counter.check().state == State::passed);
    counter.content_of_list.this_update = at(2026, 12, 1);
    counter.revoke(RevocationReason::key_compromise, days_after_issue(1));
    CHECK(counter.check().reason == Errc::signer_revoked);
}

TEST_CASE("signer revocation: a list of the future is no older than today")
{
    RevocationCounter counter;
    counter.content_of_list.this_update = at(2027, 2, 1);
    counter.install();
    CHECK(counter.check().state == State::passed);
}

TEST_CASE("signer revocation: lists of others, of another partition and delta lists say nothing")
{
    RevocationCounter counter;
    counter.content_of_list.distribution_point = "http://crl.example.la/other.crl";
    counter.install();
    CHECK(counter.check().reason == Errc::revocation_not_checked);
    counter.content_of_list.distribution_point = "http://crl.example.la/csca.crl"; // as in the certificate
    counter.install();
    CHECK(counter.check().state == State::passed);

    RevocationCounter delta;
    delta.content_of_list.base = 0;
    delta.install();
    CHECK(delta.check().reason == Errc::revocation_not_checked);

    RevocationCounter foreign;
    pki::CscaContent other = test::csca_content();
    other.subject.common_name = "Another CSCA";
    const auto key = pki::SigningKey::generate(crypto::Curve::p256);
    foreign.trust_data.signer_crls.push_back(
        pki::build_crl(foreign.content_of_list, pki::make_csca(other, key, crypto::system_random()), key));
    CHECK(foreign.check().reason == Errc::revocation_not_checked);
}

TEST_CASE("signer revocation: of a signer without a chain nothing is said")
{
    RevocationCounter counter;
    counter.revoke(RevocationReason::key_compromise, days_after_issue(1));
    counter.trust_data.anchors = {};
    CHECK(counter.check().state == State::not_done);
}
