// SPDX-License-Identifier: Apache-2.0
#include "counter.hpp"

#include "card/base/hex.hpp"
#include "card/crypto/signature.hpp"

using namespace card;
using test::Counter;
using test::expect;
using test::only;
using trust::CheckId;
using trust::Overall;
using trust::State;
using Status = trust::FileReading::Status;

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
    counter.evidence.groups[2] = {Status::malformed, {}};
    expect(counter.verdict(), Overall::not_genuine, CheckId::group_hash, Errc::data_group_altered);
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
        counter.evidence.chip.key = trust::ChipKey::of(counter.content.slot_9e_key);
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
    const auto verdict = counter.verdict();
    expect(verdict, Overall::undetermined, CheckId::document_validity, Errc::clock_before_build);
    REQUIRE(verdict.decisive);
    CHECK(verdict.decisive->clock == counter.today);
    CHECK(verdict.decisive->bound == counter.source_date);
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

TEST_CASE("verdict: both applications bound by 9E")
{
    Counter counter;
    const auto key = pki::SigningKey::generate(crypto::Curve::p256);
    trust::SlotProof& proof = counter.evidence.binding;
    proof.result = trust::SlotProof::Result::refused;
    expect(counter.verdict(), Overall::not_genuine, CheckId::binding, Errc::binding_failed);

    proof.result = trust::SlotProof::Result::interrupted;
    CHECK(counter.verdict().overall == Overall::genuine);
    CHECK(counter.verdict().state(CheckId::binding) == State::not_done);

    proof = {.result = trust::SlotProof::Result::answered,
        .slot = 0x9E,
        .key = key.public_key(), // not the one in DG13
        .challenge_digest = Bytes(32, 0x01),
        .signature = Bytes{0x30, 0x00}};
    expect(counter.verdict(), Overall::not_genuine, CheckId::binding, Errc::binding_failed);
}

TEST_CASE("verdict: a binding signature is verified under the key that DG13 names")
{
    // [RFC6979] appendix A.2.5: P-256, SHA-256, message "sample"
    const auto key = crypto::Group{crypto::Curve::p256}.key_pair(
        from_hex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721"));
    const Bytes raw = from_hex("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
                               "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
    Counter counter;
    counter.content.dg13.slots = {{0x9E, pki::key_hash(key.public_key())}};
    counter.read_card();
    counter.evidence.binding = {.result = trust::SlotProof::Result::answered,
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
