// SPDX-License-Identifier: Apache-2.0
#include "card/trust/verdict.hpp"

#include "support/der_editor.hpp"
#include "support/specimen_card.hpp"
#include "support/tampering.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/signature.hpp"
#include "card/pki/path.hpp"

#include <doctest/doctest.h>

using namespace card;
using trust::CheckId;
using trust::Overall;
using trust::State;
using Status = trust::FileReading::Status;

namespace {

/// One card, as a counter saw it on a good day; each test spoils something.
struct Counter {
    test::CardContent content;
    trust::Evidence evidence;
    trust::Anchors anchors;
    trust::Policy policy = trust::default_policy();
    Date today = parse_date("20270101");
    Date source_date = parse_date("20261101");

    Counter() { read_card(); }

    /// Makes the card anew and reads all of it.
    void read_card()
    {
        anchors = {};
        anchors.add(content.pki.csca.der());
        evidence = {};
        evidence.access = trust::AccessProtocol::pace_can;
        evidence.card_access = trust::FileReading::of(lds::encode(content.card_access));
        const auto groups = test::data_groups_of(content);
        for (const auto& [number, file] : groups)
            evidence.groups[number] = trust::FileReading::of(file);
        evidence.sod = trust::FileReading::of(test::sod_of(content, groups));
        evidence.chip = {trust::ChipProof::Result::passed, content.chip_key};
    }

    /// The signer's certificate with other content, and a card signed with it.
    void read_card_signed_by(const pki::DocumentSignerContent& signer)
    {
        content.pki.signer = pki::make_document_signer(signer, content.pki.signer_key.public_key(), content.pki.csca,
            content.pki.csca_key, crypto::system_random());
        read_card();
    }

    trust::Verdict verdict() const
    {
        return trust::judge(evidence, anchors, policy, profile::builtin(), today, source_date);
    }
};

trust::Check only(const trust::Verdict& verdict, CheckId id, std::optional<unsigned> group = {})
{
    for (const trust::Check& check : verdict.checks)
        if (check.id == id && check.group == group)
            return check;
    return {};
}

/// The overall answer, the check that decided, and its reason.
void expect(const trust::Verdict& verdict, Overall overall, CheckId id, Errc reason)
{
    CHECK(trust::name(verdict.overall) == trust::name(overall));
    REQUIRE(verdict.decisive);
    CHECK(trust::name(verdict.decisive->id) == trust::name(id));
    CHECK(verdict.decisive->reason == reason);
}

} // namespace

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

// --- EF.SOD

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

TEST_CASE("verdict: EF.SOD absent, denied, broken off")
{
    Counter counter;
    counter.evidence.sod = {Status::absent, {}};
    expect(counter.verdict(), Overall::not_genuine, CheckId::sod_signature, Errc::file_not_found);
    counter.evidence.sod = {Status::denied, {}};
    expect(counter.verdict(), Overall::undetermined, CheckId::sod_signature, Errc::access_denied);
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

// --- chain

TEST_CASE("verdict: no pinned CSCA, or one of another name: unknown issuer")
{
    Counter counter;
    counter.anchors = {};
    expect(counter.verdict(), Overall::undetermined, CheckId::chain, Errc::no_trust_anchor);
    pki::CscaContent other = test::csca_content();
    other.subject.common_name = "Another CSCA";
    const auto key = pki::SigningKey::generate(crypto::Curve::p256);
    counter.anchors.add(pki::make_csca(other, key, crypto::system_random()).der());
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
    counter.anchors = anchors;
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

// --- data groups

TEST_CASE("verdict: each data group altered")
{
    const Counter good;
    for (const auto& group : good.evidence.groups) {
        const unsigned number = group.first;
        CAPTURE(number);
        Counter counter = good;
        counter.evidence.groups[number].content.back() ^= 0x01;
        const trust::Verdict verdict = counter.verdict();
        expect(verdict, Overall::not_genuine, CheckId::group_hash, Errc::data_group_altered);
        CHECK(verdict.decisive->group == number);
    }
}

TEST_CASE("verdict: a listed data group is missing, denied or not read")
{
    Counter counter;
    counter.evidence.groups[2] = {Status::absent, {}};
    expect(counter.verdict(), Overall::not_genuine, CheckId::group_hash, Errc::data_group_missing);
    counter.evidence.groups[2] = {Status::denied, {}};
    expect(counter.verdict(), Overall::undetermined, CheckId::group_hash, Errc::access_denied);
    counter.evidence.groups.erase(2);
    expect(counter.verdict(), Overall::undetermined, CheckId::group_hash, Errc::not_read);
}

TEST_CASE("verdict: with DG12 unread the day of issue is unknown, and the signer is not to blame")
{
    Counter counter;
    counter.today = parse_date("20300101");
    counter.evidence.groups[12] = {Status::failed, {}};
    expect(counter.verdict(), Overall::undetermined, CheckId::group_hash, Errc::not_read);
}

TEST_CASE("verdict: a data group that EF.SOD does not list was put in")
{
    Counter counter;
    counter.evidence.groups[7] = trust::FileReading::of(Bytes{0x67, 0x00});
    const trust::Verdict verdict = counter.verdict();
    expect(verdict, Overall::not_genuine, CheckId::group_hash, Errc::data_group_unlisted);
    counter.evidence.groups[7] = {Status::absent, {}};
    CHECK(counter.verdict().overall == Overall::genuine);
}

// --- chip

TEST_CASE("verdict: chip genuine")
{
    Counter counter;
    SUBCASE("the chip does not hold the key")
    {
        counter.evidence.chip.result = trust::ChipProof::Result::failed;
        expect(counter.verdict(), Overall::not_genuine, CheckId::chip_genuine, Errc::chip_not_genuine);
    }
    SUBCASE("another key than the signed one was proven")
    {
        counter.evidence.chip.key = counter.content.slot_9e_key;
        expect(counter.verdict(), Overall::not_genuine, CheckId::chip_genuine, Errc::chip_not_genuine);
    }
    SUBCASE("broken off")
    {
        counter.evidence.chip.result = trust::ChipProof::Result::interrupted;
        expect(counter.verdict(), Overall::undetermined, CheckId::chip_genuine, Errc::not_read);
    }
    SUBCASE("never shown when DG14 itself cannot be believed")
    {
        counter.evidence.groups[14].content.back() ^= 0x01;
        CHECK(counter.verdict().state(CheckId::chip_genuine) == State::not_done);
    }
}

TEST_CASE("verdict: a signed document without DG14: clone not excluded")
{
    Counter counter;
    auto groups = test::data_groups_of(counter.content);
    groups.erase(14);
    counter.evidence.groups.erase(14);
    counter.evidence.sod = trust::FileReading::of(test::sod_of(counter.content, groups));
    counter.evidence.chip = {};
    expect(counter.verdict(), Overall::undetermined, CheckId::chip_genuine, Errc::chip_proof_missing);
    counter.policy.required.erase(CheckId::chip_genuine);
    expect(counter.verdict(), Overall::undetermined, CheckId::access_parameters, Errc::not_read);
}

// --- access

TEST_CASE("verdict: EF.CardAccess must be repeated in DG14, in both directions")
{
    Counter counter;
    lds::SecurityInfos offered = counter.content.card_access;
    SUBCASE("weaker parameters")
    {
        offered.pace[0].parameter_id = 13;
    }
    SUBCASE("one more")
    {
        offered.pace.push_back({tlv::Oid{"0.4.0.127.0.7.2.2.4.2.1"}, 2, 12});
    }
    SUBCASE("none")
    {
        offered.pace.clear();
    }
    counter.evidence.card_access.content = lds::encode(offered);
    expect(counter.verdict(), Overall::not_genuine, CheckId::access_parameters, Errc::access_parameters_differ);
    counter.evidence.card_access.content = {0x31};
    expect(counter.verdict(), Overall::not_genuine, CheckId::access_parameters, Errc::access_parameters_differ);
    counter.evidence.card_access = {Status::failed, {}};
    expect(counter.verdict(), Overall::undetermined, CheckId::access_parameters, Errc::not_read);
}

TEST_CASE("verdict: no access protocol")
{
    Counter counter;
    counter.evidence.access = trust::AccessProtocol::none;
    expect(counter.verdict(), Overall::undetermined, CheckId::access_protocol, Errc::not_read);
}

// --- validity

TEST_CASE("verdict: expiry, to the day")
{
    Counter counter;
    counter.today = parse_date("20361121");
    CHECK(counter.verdict().overall == Overall::genuine);
    counter.today = parse_date("20361122");
    expect(counter.verdict(), Overall::genuine_not_valid, CheckId::document_validity, Errc::document_expired);
}

TEST_CASE("verdict: before the day of issue")
{
    Counter counter;
    counter.today = parse_date("20261121");
    expect(counter.verdict(), Overall::genuine_not_valid, CheckId::document_validity, Errc::document_not_yet_valid);
}

TEST_CASE("verdict: a clock before the build cannot be right, even on an expired card")
{
    Counter counter;
    counter.source_date = parse_date("20370101");
    counter.today = parse_date("20361231");
    expect(counter.verdict(), Overall::undetermined, CheckId::document_validity, Errc::clock_before_build);
}

TEST_CASE("verdict: a card without expiry is renewed after its technical life, and 99 is never 1999")
{
    Counter counter;
    counter.content.mrz.date_of_expiry = "991231";
    counter.content.dg13.card_type = lds::CardType::lifetime;
    counter.content.dg13.no_expiry = true;
    counter.content.dg13.technical_life = parse_date("20461122");
    counter.read_card();
    CHECK(counter.verdict().overall == Overall::genuine);
    counter.today = parse_date("20461122");
    CHECK(counter.verdict().overall == Overall::genuine);
    counter.today = parse_date("20461123");
    expect(counter.verdict(), Overall::genuine_not_valid, CheckId::document_validity, Errc::document_renewal_due);
}

TEST_CASE("verdict: an MRZ that names no day of expiry")
{
    Counter counter;
    counter.content.mrz.date_of_expiry = "36<<<<";
    counter.read_card();
    expect(counter.verdict(), Overall::undetermined, CheckId::document_validity, Errc::data_group_malformed);
}

TEST_CASE("verdict: signed but unreadable data groups")
{
    Counter counter;
    auto groups = test::data_groups_of(counter.content);
    groups[13] = Bytes{0x6D, 0x00};
    counter.evidence.groups[13].content = groups[13];
    counter.evidence.sod = trust::FileReading::of(test::sod_of(counter.content, groups));
    expect(counter.verdict(), Overall::undetermined, CheckId::document_validity, Errc::data_group_malformed);
}

// --- binding

TEST_CASE("verdict: both applications bound by 9E")
{
    Counter counter;
    const auto key = pki::SigningKey::generate(crypto::Curve::p256);
    trust::BindingProof& proof = counter.evidence.binding;
    proof.result = trust::BindingProof::Result::refused;
    expect(counter.verdict(), Overall::not_genuine, CheckId::binding, Errc::binding_failed);

    proof.result = trust::BindingProof::Result::interrupted;
    CHECK(counter.verdict().overall == Overall::genuine);
    CHECK(counter.verdict().state(CheckId::binding) == State::not_done);

    proof = {.result = trust::BindingProof::Result::answered,
        .slot = 0x9E,
        .key = key.public_key(), // not the one in DG13
        .challenge_digest = Bytes(32, 0x01),
        .signature = Bytes{0x30, 0x00}};
    expect(counter.verdict(), Overall::not_genuine, CheckId::binding, Errc::binding_failed);
}

TEST_CASE("verdict: a binding signature is verified under the key that DG13 names")
{
    // [RFC 6979] appendix A.2.5: P-256, SHA-256, message "sample"
    const auto key = crypto::Group{crypto::Curve::p256}.key_pair(
        from_hex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721"));
    const Bytes raw = from_hex("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
                               "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
    Counter counter;
    counter.content.dg13.slots = {{0x9E, pki::key_hash(key.public_key())}};
    counter.read_card();
    counter.evidence.binding = {.result = trust::BindingProof::Result::answered,
        .slot = 0x9E,
        .key = key.public_key(),
        .challenge_digest = crypto::digest(crypto::Hash::sha256, as_bytes("sample")),
        .signature = crypto::der_from_raw(crypto::Curve::p256, raw)};
    CHECK(counter.verdict().state(CheckId::binding) == State::passed);

    Counter other_challenge = counter;
    other_challenge.evidence.binding.challenge_digest[0] ^= 0x01;
    CHECK(other_challenge.verdict().state(CheckId::binding) == State::failed);
    Counter other_slot = counter;
    other_slot.evidence.binding.slot = 0x9A;
    CHECK(other_slot.verdict().state(CheckId::binding) == State::failed);
}

TEST_CASE("verdict: a card that names no slot has no binding to check")
{
    Counter counter;
    counter.content.dg13.slots.clear();
    counter.read_card();
    const trust::Check check = only(counter.verdict(), CheckId::binding);
    CHECK(check.state == State::not_applicable);
    CHECK(check.reason == Errc::binding_missing);
    counter.policy.required.insert(CheckId::binding);
    CHECK(counter.verdict().overall == Overall::genuine);
}
