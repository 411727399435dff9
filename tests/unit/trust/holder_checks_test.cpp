// SPDX-License-Identifier: Apache-2.0
// Who presents the card: the holder's proof by 9A, the printed MRZ, the technical life.
#include "counter.hpp"

using namespace card;
using test::Counter;
using test::expect;
using test::only;
using trust::CheckId;
using trust::Overall;
using trust::SlotProof;
using trust::State;

namespace {

/// A card whose 9A has signed a challenge.
struct HolderCounter : Counter {
    pki::SigningKey key = pki::SigningKey::generate(crypto::Curve::p256);

    HolderCounter()
    {
        content.dg13.slots.push_back({0x9A, pki::key_hash(key.public_key())});
        read_card();
        policy.required.insert(CheckId::holder);
    }
};

} // namespace

TEST_CASE("holder: not asked, refused by the card, or with a wrong signature")
{
    HolderCounter counter;
    expect(counter.verdict(), Overall::undetermined, CheckId::holder, Errc::holder_not_checked);
    counter.policy.required.erase(CheckId::holder);
    CHECK(counter.verdict().overall == Overall::genuine);

    counter.evidence.holder = {.result = SlotProof::Result::interrupted, .slot = 0x9A};
    CHECK(only(counter.verdict(), CheckId::holder).state == State::not_done);
    counter.evidence.holder.result = SlotProof::Result::refused;
    expect(counter.verdict(), Overall::not_genuine, CheckId::binding, Errc::binding_failed);
    CHECK(counter.verdict().state(CheckId::holder) == State::failed);
    counter.evidence.holder = {.result = SlotProof::Result::answered,
        .slot = 0x9A,
        .key = counter.key.public_key(),
        .challenge_digest = Bytes(32, 0x01),
        .signature = Bytes{0x30, 0x00}};
    CHECK(only(counter.verdict(), CheckId::holder).reason == Errc::holder_proof_failed);
}

TEST_CASE("holder: a PIN that was not taken leaves the question open, with its tries")
{
    HolderCounter counter;
    for (const Errc problem :
        {Errc::pin_wrong, Errc::pin_blocked, Errc::pin_last_try, Errc::pin_absent, Errc::pin_format}) {
        counter.evidence.pin_problem = problem;
        counter.evidence.pin_tries = 2;
        expect(counter.verdict(), Overall::undetermined, CheckId::holder, problem);
        CHECK(only(counter.verdict(), CheckId::holder).tries == 2U);
    }
}

TEST_CASE("holder: a card opened by an MRZ holds the same in DG1")
{
    Counter counter;
    const auto digest_of = [](const lds::Mrz& mrz) {
        return crypto::digest(crypto::Hash::sha1, as_bytes(lds::mrz_information(mrz)));
    };
    counter.evidence.access = trust::AccessProtocol::pace_mrz;
    counter.evidence.mrz_digest = digest_of(counter.content.mrz);
    CHECK(counter.verdict().overall == Overall::genuine);
    lds::Mrz other = counter.content.mrz;
    other.document_number = "L00000000";
    counter.evidence.mrz_digest = digest_of(other);
    expect(counter.verdict(), Overall::not_genuine, CheckId::access_protocol, Errc::mrz_differs);
}

TEST_CASE("validity: every last day lies in the century after the issue")
{
    Counter counter;
    counter.content.dg12.date_of_issue = parse_date("20260201");
    counter.content.mrz.date_of_expiry = "460131"; // a renewal of twenty years
    counter.read_card();
    counter.today = parse_date("20460131");
    CHECK(counter.verdict().overall == Overall::genuine);
    counter.today = parse_date("20460201");
    expect(counter.verdict(), Overall::genuine_not_valid, CheckId::document_validity, Errc::document_expired);
}

TEST_CASE("validity: a card of 2035 for twenty years, signed by one whose certificate ends after 2050")
{
    Counter counter;
    pki::CscaContent csca = test::csca_content();
    csca.validity = {test::at(2034, 1, 1), test::at(2064, 1, 1)};
    csca.key_usage = {test::at(2034, 1, 1), test::at(2038, 1, 1)};
    counter.content.pki.csca = pki::make_csca(csca, counter.content.pki.csca_key, crypto::system_random());
    counter.content.dg12.date_of_issue = parse_date("20350601");
    counter.content.mrz.date_of_expiry = "550531";
    pki::DocumentSignerContent signer = test::signer_content();
    signer.validity = {test::at(2035, 4, 1), test::at(2055, 10, 1)};
    signer.key_usage = {test::at(2035, 4, 1), test::at(2035, 6, 30)};
    counter.read_card_signed_by(signer);
    counter.today = parse_date("20550531");
    CHECK(counter.verdict().overall == Overall::genuine);
    counter.today = parse_date("20550601");
    expect(counter.verdict(), Overall::genuine_not_valid, CheckId::document_validity, Errc::document_expired);
    counter.today = parse_date("20350531");
    expect(counter.verdict(), Overall::genuine_not_valid, CheckId::document_validity, Errc::document_not_yet_valid);
}
