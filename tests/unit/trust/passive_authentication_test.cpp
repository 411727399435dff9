// SPDX-License-Identifier: Apache-2.0
#include "counter.hpp"

#include "support/der_editor.hpp"
#include "support/tampering.hpp"

#include "card/pki/path.hpp"

using namespace card;
using test::Counter;
using test::expect;
using trust::CheckId;
using trust::Overall;
using trust::State;
using Status = trust::FileReading::Status;

TEST_CASE("verdict: a good card is genuine, and the headline says what was not checked")
{
    const trust::Verdict verdict = Counter{}.verdict();
    CHECK(verdict.overall == Overall::genuine);
    CHECK(!verdict.decisive);
    for (const CheckId id : trust::default_policy().required)
        CHECK(verdict.state(id) == State::passed);
    std::vector<Errc> reasons;
    for (const trust::Check& check : verdict.not_done())
        reasons.push_back(*check.reason);
    CHECK(reasons == std::vector{Errc::revocation_not_checked, Errc::not_read, Errc::status_not_checked,
                         Errc::holder_not_checked});
}

TEST_CASE("verdict: checks stand in their order, data groups ascending")
{
    const trust::Verdict verdict = Counter{}.verdict();
    CHECK(verdict.checks.size() == 16);
    CHECK(std::is_sorted(verdict.checks.begin(), verdict.checks.end(), [](const auto& a, const auto& b) {
        return std::pair{a.id, a.group} < std::pair{b.id, b.group};
    }));
}

TEST_CASE("verdict: EF.SOD damaged")
{
    Counter counter;
    counter.evidence.sod.content.pop_back();
    expect(counter.verdict(), Overall::not_genuine, CheckId::sod_signature, Errc::sod_malformed);
}

TEST_CASE("verdict: EF.SOD with a wrong signature; nothing after it may pass")
{
    Counter counter;
    counter.evidence.sod.content.back() ^= 0x01; // last byte of the signature
    const trust::Verdict verdict = counter.verdict();
    expect(verdict, Overall::not_genuine, CheckId::sod_signature, Errc::sod_signature_wrong);
    for (const CheckId id : {CheckId::chain, CheckId::group_hash, CheckId::chip_genuine, CheckId::access_parameters,
             CheckId::binding, CheckId::document_validity})
        CHECK(verdict.state(id) == State::not_done);
}

TEST_CASE("verdict: EF.SOD absent, denied, cut, broken off")
{
    Counter counter;
    counter.evidence.sod = {Status::absent, {}};
    expect(counter.verdict(), Overall::not_genuine, CheckId::sod_signature, Errc::file_not_found);
    counter.evidence.sod = {Status::denied, {}};
    expect(counter.verdict(), Overall::undetermined, CheckId::sod_signature, Errc::access_denied);
    counter.evidence.sod = {Status::malformed, {}};
    expect(counter.verdict(), Overall::not_genuine, CheckId::sod_signature, Errc::sod_malformed);
    counter.evidence.sod = {Status::failed, {}};
    expect(counter.verdict(), Overall::undetermined, CheckId::sod_signature, Errc::not_read);
}

TEST_CASE("verdict: EF.SOD with two SignerInfos or without signed attributes")
{
    Counter counter;
    const Bytes good = counter.evidence.sod.content;
    counter.evidence.sod.content = test::edit_der(good, {0, 1, 0, 4, 0}, test::twice);
    expect(counter.verdict(), Overall::not_genuine, CheckId::sod_signature, Errc::sod_malformed);
    counter.evidence.sod.content = test::edit_der(good, {0, 1, 0, 4, 0, 3}, test::nothing);
    expect(counter.verdict(), Overall::not_genuine, CheckId::sod_signature, Errc::sod_malformed);
}

TEST_CASE("verdict: EF.SOD whose signer stands on a curve with another generator")
{
    Counter counter;
    counter.evidence.sod.content = test::replaced(counter.evidence.sod.content,
        crypto::Group{crypto::Curve::p256}.generator().encode(), counter.content.pki.signer_key.public_key().encode());
    expect(counter.verdict(), Overall::not_genuine, CheckId::sod_signature, Errc::sod_malformed);
}

TEST_CASE("verdict: no pinned CSCA, or one of another name: unknown issuer")
{
    Counter counter;
    counter.trust_data.anchors = {};
    expect(counter.verdict(), Overall::undetermined, CheckId::chain, Errc::no_trust_anchor);
    pki::CscaContent other = test::csca_content();
    other.subject.common_name = "Another CSCA";
    const auto key = pki::SigningKey::generate(crypto::Curve::p256);
    counter.trust_data.anchors.add(pki::make_csca(other, key, crypto::system_random()).der());
    expect(counter.verdict(), Overall::undetermined, CheckId::chain, Errc::no_trust_anchor);
    CHECK(counter.verdict().state(CheckId::chip_genuine) == State::not_done);
}

TEST_CASE("verdict: a rogue CSCA with the name and the key identifier of the pinned one")
{
    Counter counter;
    // The rogue's own certificate, with the key identifier of ours put over its own.
    const pki::Certificate ours = counter.content.pki.csca;
    const auto key = pki::SigningKey::generate(crypto::Curve::p256);
    const pki::Certificate made = pki::make_csca(test::csca_content(), key, crypto::system_random());
    const pki::Certificate rogue =
        pki::Certificate::parse(test::replaced(made.der(), *made.subject_key_id(), *ours.subject_key_id()));
    counter.content.pki.signer = pki::make_document_signer(
        test::signer_content(), counter.content.pki.signer_key.public_key(), rogue, key, crypto::system_random());
    counter.read_card();
    CHECK(pki::names_issuer(counter.content.pki.signer, ours));
    expect(counter.verdict(), Overall::not_genuine, CheckId::chain, Errc::trust_anchor_mismatch);
}

TEST_CASE("verdict: several pinned CSCAs of one name: the one that signed counts")
{
    Counter counter;
    const pki::Certificate ours = counter.content.pki.csca;
    const auto key = pki::SigningKey::generate(crypto::Curve::p256);
    const pki::Certificate made = pki::make_csca(test::csca_content(), key, crypto::system_random());
    trust::Anchors anchors;
    anchors.add(test::replaced(made.der(), *made.subject_key_id(), *ours.subject_key_id()));
    anchors.add(ours.der());
    counter.trust_data.anchors = anchors;
    CHECK(counter.verdict().overall == Overall::genuine);
}

TEST_CASE("verdict: a signer that did not sign documents at the time")
{
    Counter counter;
    pki::DocumentSignerContent signer = test::signer_content();
    SUBCASE("its private key was no longer used")
    {
        signer.key_usage.not_after = test::at(2026, 11, 1);
    }
    SUBCASE("its private key was not yet used")
    {
        signer.key_usage.not_before = test::at(2026, 12, 1);
    }
    SUBCASE("its certificate had run out")
    {
        signer.validity.not_after = test::at(2026, 11, 1);
    }
    counter.read_card_signed_by(signer);
    expect(counter.verdict(), Overall::not_genuine, CheckId::chain, Errc::signer_unsuitable);
}

TEST_CASE("verdict: that the signer has run out since does not matter")
{
    Counter counter;
    pki::DocumentSignerContent signer = test::signer_content();
    signer.validity.not_after = test::at(2026, 12, 31);
    counter.read_card_signed_by(signer);
    counter.today = parse_date("20300101");
    CHECK(counter.verdict().overall == Overall::genuine);
}

TEST_CASE("verdict: a card that does not say when it was issued is not blamed on its signer")
{
    Counter counter;
    counter.content.dg12.date_of_issue.reset();
    counter.read_card();
    counter.today = parse_date("20300101"); // long after the signer's key was put away
    CHECK(counter.verdict().overall == Overall::genuine);
}

TEST_CASE("verdict: a CSCA that signs documents itself")
{
    Counter counter;
    counter.content.pki.signer = counter.content.pki.csca;
    counter.content.pki.signer_key = counter.content.pki.csca_key;
    counter.read_card();
    expect(counter.verdict(), Overall::not_genuine, CheckId::chain, Errc::signer_unsuitable);
}

TEST_CASE("verdict: MRZ, signer and CSCA name the same country")
{
    Counter counter;
    SUBCASE("a signer of another country")
    {
        pki::DocumentSignerContent signer = test::signer_content();
        signer.subject.country = "TH";
        counter.read_card_signed_by(signer);
    }
    SUBCASE("an MRZ of another country")
    {
        counter.content.mrz.issuing_state = "THA";
        counter.read_card();
    }
    SUBCASE("a policy for another country")
    {
        counter.policy.country = "TH";
    }
    expect(counter.verdict(), Overall::not_genuine, CheckId::chain, Errc::country_mismatch);
}
