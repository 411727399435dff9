// SPDX-License-Identifier: Apache-2.0
#include "card/trust/challenge.hpp"
#include "card/trust/evidence_codec.hpp"

#include "counter.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::Counter;
using test::only;
using trust::CheckId;
using trust::Level;
using trust::Overall;
using trust::State;
using FileStatus = trust::FileReading::Status;

namespace {

constexpr std::array levels{Level::full, Level::no_photo, Level::hashes_only};

/// Evidence with a value in every member.
trust::Evidence everything()
{
    Counter counter;
    trust::Evidence seen = counter.evidence;
    seen.mrz_digest = Bytes(20, 0x11);
    seen.groups[3] = {.status = FileStatus::denied};
    seen.groups[7] = {.status = FileStatus::failed};
    seen.mapping = {counter.content.chip_key, Bytes(32, 0x22)};
    seen.card_security = {.status = FileStatus::absent};
    seen.binding = {.result = trust::SlotProof::Result::answered,
        .slot = 0x9E,
        .key = counter.content.slot_9e_key,
        .hash = crypto::Hash::sha256,
        .challenge_digest = Bytes(32, 0x33),
        .signature = Bytes(70, 0x44),
        .nonce = Bytes(32, 0x55)};
    seen.holder = {.result = trust::SlotProof::Result::refused, .slot = 0x9A};
    seen.pin_problem = Errc::pin_wrong;
    seen.pin_tries = 2;
    seen.witness = {.counter = "ຫ້ອງການ 3", .program = "idcard 0.1.0", .time = test::at(2027, 1, 1)};
    seen.challenge = Bytes(16, 0x66);
    return seen;
}

std::optional<Errc> refusal(ByteView file)
{
    return test::error_of([&] { trust::decode_evidence(file); });
}

} // namespace

TEST_CASE("evidence: what is written is read, at every level")
{
    const trust::Evidence seen = everything();
    for (const Level level : levels) {
        const Bytes file = trust::encode(seen, level);
        const trust::SavedEvidence saved = trust::decode_evidence(file);
        CHECK(saved.level == level);
        CHECK((saved.evidence == trust::reduced(seen, level)));
        CHECK(trust::encode(saved.evidence, level) == file);
    }
    CHECK((trust::decode_evidence(trust::encode(seen, Level::full)).evidence == seen));
    CHECK((trust::decode_evidence(trust::encode({}, Level::full)).evidence == trust::Evidence{}));
}

TEST_CASE("evidence: the hash of the machine-readable zone has the length of SHA-1, a challenge 1 to 64 bytes")
{
    trust::Evidence seen = everything();
    for (const std::size_t length : {0U, 1U, 19U, 21U, 32U}) {
        seen.mrz_digest = Bytes(length, 0x11);
        CHECK(refusal(trust::encode(seen, Level::full)) == Errc::evidence_invalid);
    }
    seen.mrz_digest = Bytes(20, 0x11);
    for (const std::size_t length : {std::size_t{1}, trust::longest_challenge}) {
        seen.challenge = Bytes(length, 0x66);
        CHECK(refusal(trust::encode(seen, Level::full)) == std::nullopt);
    }
    for (const std::size_t length : {trust::longest_challenge + 1, std::size_t{200}}) {
        seen.challenge = Bytes(length, 0x66);
        CHECK(refusal(trust::encode(seen, Level::full)) == Errc::evidence_invalid);
    }
}

TEST_CASE("evidence: the names of the levels")
{
    for (const Level level : levels)
        CHECK(trust::level_named(trust::name(level)) == level);
    CHECK(!trust::level_named("photo"));
}

TEST_CASE("evidence: a level holds nothing of what it leaves out")
{
    const trust::Evidence seen = everything();
    const auto holds = [](const Bytes& file, ByteView part) {
        return std::search(file.begin(), file.end(), part.begin(), part.end()) != file.end();
    };
    const Bytes no_photo = trust::encode(seen, Level::no_photo);
    CHECK(!holds(no_photo, Bytes(100, 0xD8)));
    CHECK(holds(no_photo, as_bytes("PHOMMAVONG")));
    const Bytes hashes = trust::encode(seen, Level::hashes_only);
    for (const std::string_view word : {"PHOMMAVONG", "DAOHEUANG", "ດາວເຮືອງ", "123456789012", "19900401"})
        CHECK(!holds(hashes, as_bytes(word)));
    CHECK(!holds(hashes, Bytes(20, 0x11))); // the digest of the MRZ
    CHECK(hashes.size() < no_photo.size());
}

TEST_CASE("evidence: judged again, with and without the photograph")
{
    Counter counter;
    for (const Level level : {Level::full, Level::no_photo}) {
        CAPTURE(std::string{trust::name(level)});
        Counter auditor = counter;
        auditor.evidence = trust::decode_evidence(trust::encode(counter.evidence, level)).evidence;
        CHECK(trust::name(auditor.verdict().overall) == trust::name(counter.verdict().overall));
        CHECK(auditor.verdict().checks == counter.verdict().checks);
        auditor.today = parse_date("20500101");
        CHECK(auditor.verdict().overall == Overall::genuine_not_valid);
        auditor.trust_data.anchors = {};
        CHECK(only(auditor.verdict(), CheckId::chain).reason == Errc::no_trust_anchor);
    }
}

TEST_CASE("evidence: hashes alone prove what was signed, and not that it is valid")
{
    Counter counter;
    counter.evidence = trust::decode_evidence(trust::encode(counter.evidence, Level::hashes_only)).evidence;
    const trust::Verdict verdict = counter.verdict();
    for (const CheckId id : {CheckId::sod_signature, CheckId::chain, CheckId::group_hash, CheckId::chip_genuine,
             CheckId::access_parameters})
        CHECK(verdict.state(id) == State::passed);
    test::expect(verdict, Overall::undetermined, CheckId::document_validity, Errc::data_withheld);
}

TEST_CASE("evidence: a hash that is not the signed one, of another length, or of a group that was not signed")
{
    Counter counter;
    counter.evidence = trust::reduced(counter.evidence, Level::no_photo);
    trust::FileReading& photo = counter.evidence.groups.at(2);
    photo.digest[0] ^= 1;
    test::expect(counter.verdict(), Overall::not_genuine, CheckId::group_hash, Errc::data_group_altered);
    photo.hash = crypto::Hash::sha512;
    photo.digest = Bytes(64);
    CHECK(only(counter.verdict(), CheckId::group_hash, 2).reason == Errc::data_withheld);
    counter.evidence.groups[5] = {
        .status = FileStatus::withheld, .content = {}, .hash = crypto::Hash::sha256, .digest = Bytes(32)};
    CHECK(only(counter.verdict(), CheckId::group_hash, 5).reason == Errc::data_group_unlisted);
}

TEST_CASE("evidence: cut anywhere, longer, or any byte of its frame changed, it is refused or says something else")
{
    const trust::Evidence seen = everything();
    const Bytes file = trust::encode(seen, Level::hashes_only);
    for (std::size_t size = 0; size < file.size(); ++size)
        CHECK(refusal(ByteView{file}.first(size)) == Errc::evidence_invalid);
    Bytes longer = file;
    longer.push_back(0);
    CHECK(refusal(longer) == Errc::evidence_invalid);
    CHECK(refusal(Bytes(trust::longest_evidence + 1, 0xA0)) == Errc::evidence_invalid);
    for (std::size_t i = 0; i < file.size(); ++i) {
        Bytes changed = file;
        changed[i] ^= 0x20;
        const auto read = [&] { // CHECK would keep what is thrown for itself
            const bool same = trust::decode_evidence(changed).evidence == trust::reduced(seen, Level::hashes_only);
            CHECK(!same);
        };
        CHECK(test::error_of(read).value_or(Errc::evidence_invalid) == Errc::evidence_invalid);
    }
}

TEST_CASE("evidence: content that the level leaves out is refused")
{
    Bytes file = trust::encode(everything(), Level::full);
    CHECK(file[20] == 0x01); // the key of the level
    file[21] = 0x02;
    CHECK(refusal(file) == Errc::evidence_invalid);
}

TEST_CASE("evidence: a key of the chip that is no point of its curve's size")
{
    trust::Evidence seen = everything();
    for (const Bytes& point : {Bytes{}, Bytes(64, 0x04), Bytes(66, 0x04), Bytes(65, 0x02), Bytes(97, 0x04)}) {
        seen.chip.key->point = point;
        CHECK(refusal(trust::encode(seen, Level::full)) == Errc::evidence_invalid);
    }
}

TEST_CASE("evidence: too much for a file")
{
    trust::Evidence seen;
    seen.sod = trust::FileReading::of(Bytes(trust::longest_evidence));
    CHECK(test::error_of([&] { trust::encode(seen, Level::full); }) == Errc::data_too_long);
}

TEST_CASE("evidence: the statement is the same at every level and depends on all that was seen")
{
    const trust::Evidence seen = everything();
    const Bytes statement = trust::statement(seen);
    for (const Level level : levels)
        CHECK(trust::statement(trust::reduced(seen, level)) == statement);
    const auto changed = [&](const auto& change) {
        trust::Evidence other = seen;
        change(other);
        return trust::statement(other) != statement;
    };
    CHECK(changed([](trust::Evidence& e) { e.challenge[0] ^= 1; }));
    CHECK(changed([](trust::Evidence& e) { e.witness->counter = "another"; }));
    CHECK(changed([](trust::Evidence& e) { e.witness->time += std::chrono::seconds{1}; }));
    CHECK(changed([](trust::Evidence& e) { e.groups.at(2).content.back() ^= 1; }));
    CHECK(changed([](trust::Evidence& e) { e.sod.content.back() ^= 1; }));
    CHECK(changed([](trust::Evidence& e) { e.chip.result = trust::ChipProof::Result::failed; }));
    CHECK(!changed([](trust::Evidence& e) { e.binding.signature.clear(); }));

    CHECK(trust::answers(seen, Bytes(16, 0x66)));
    CHECK(!trust::answers(seen, Bytes(16, 0x67)));
    trust::Evidence unsigned_evidence = seen;
    unsigned_evidence.binding.nonce.reset();
    CHECK(!trust::answers(unsigned_evidence, Bytes(16, 0x66)));
}
