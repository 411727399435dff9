// SPDX-License-Identifier: Apache-2.0
#include "recording.hpp"

#include <doctest/doctest.h>

using namespace card;
using namespace std::chrono_literals;
using test::Outcome;
using test::Recording;
using test::ReplayCard;
using test::verify;
using test::verify_with;
using trust::CheckId;
using trust::Overall;
using trust::State;

namespace {

const std::array<const Recording*, 2>& both()
{
    static const std::array recordings{&Recording::cam(), &Recording::gm()};
    return recordings;
}

constexpr std::size_t atr_info = 1;

} // namespace

TEST_CASE("verification: a genuine card, every command as recorded")
{
    for (const Recording* const recording : both()) {
        test::ScriptedTransport card{recording->script()};
        const session::Verification seen = verify(card);
        CHECK(seen.verdict.overall == Overall::genuine);
        for (const CheckId id : {CheckId::access_protocol, CheckId::sod_signature, CheckId::chain, CheckId::group_hash,
                 CheckId::chip_genuine, CheckId::access_parameters, CheckId::binding, CheckId::document_validity})
            CHECK(seen.verdict.state(id) == State::passed);

        REQUIRE(seen.holder.dg1.has_value());
        CHECK(seen.holder.dg1->mrz.issuing_state == "LAO");
        REQUIRE(seen.holder.dg13.has_value());
        CHECK(seen.holder.dg13->lao.family == "ພົມມະວົງ");
        CHECK(seen.holder.dg2.has_value());
        CHECK(seen.holder.dg11.has_value());
        CHECK(seen.holder.dg12.has_value());
        CHECK(iso7816::total(seen.costs).apdus == recording->size());
    }
}

TEST_CASE("verification: each step is announced and counted under its name")
{
    std::vector<std::string> announced;
    const session::Progress progress = [&](session::Phase phase, std::string_view file) {
        announced.emplace_back(file.empty() ? session::name(phase) : file);
    };
    ReplayCard generic{Recording::gm()};
    const session::Verification seen = verify(generic, progress);
    CHECK(announced == std::vector<std::string>{"identifying", "opening", "EF.SOD", "DG14", "chip_proof", "DG1", "DG2",
                           "DG11", "DG12", "DG13", "binding", "judging"});
    REQUIRE(seen.costs.size() == 11); // judging costs nothing
    CHECK(seen.costs[0].apdus == 3);
    CHECK(seen.costs[1].apdus == 6);
    CHECK(seen.costs[4].apdus == 2);
    CHECK(seen.costs[10].apdus == 3);

    announced.clear();
    ReplayCard mapped{Recording::cam()};
    CHECK(verify(mapped, progress).costs.size() == 12);
    CHECK(announced == std::vector<std::string>{"identifying", "opening", "EF.CardSecurity", "opening", "EF.SOD", "DG1",
                           "DG2", "DG11", "DG12", "DG13", "DG14", "binding", "judging"});
}

TEST_CASE("verification: without the binding check the PKI application is left alone")
{
    for (const Recording* const recording : both()) {
        ReplayCard card{*recording};
        test::RecordedVisit visit;
        visit.request.binding = session::BindingCheck::left_out;
        const session::Verification seen = visit.of(card);
        CHECK(seen.verdict.overall == Overall::genuine);
        CHECK(seen.verdict.state(CheckId::binding) == State::not_done);
        CHECK(iso7816::total(seen.costs).apdus == recording->at("binding"));
    }
}

TEST_CASE("verification: cards that are none of ours")
{
    for (const Recording* const recording : both()) {
        const auto thrown = [&](std::size_t at, const char* answer) {
            return verify_with(*recording, at, from_hex(answer)).thrown;
        };
        const std::size_t select_mf = recording->at("identifying");
        const std::size_t card_access = recording->at("identifying", 2);
        CHECK(thrown(select_mf, "6A82") == Errc::card_unknown);
        CHECK(thrown(select_mf, "6E00") == Errc::card_unknown);
        CHECK(thrown(card_access, "6A82") == Errc::card_unknown);
        CHECK(thrown(card_access, "6982") == Errc::card_unknown);
        CHECK(thrown(recording->at("opening"), "6A88") == Errc::card_unknown); // a blank card has no CAN
    }
}

TEST_CASE("verification: PACE is not offered, refused, or the CAN is wrong")
{
    for (const Recording* const recording : both()) {
        const auto thrown = [&](std::size_t at, const char* answer) {
            return verify_with(*recording, at, from_hex(answer)).thrown;
        };
        const std::size_t card_access = recording->at("identifying", 2);
        const std::size_t mse = recording->at("opening");
        const std::size_t token = recording->at("opening", 4);
        CHECK(thrown(card_access, "3100 9000") == Errc::pace_unsupported);
        CHECK(thrown(card_access, "3003020101 9000") == Errc::pace_unsupported);
        CHECK(thrown(token, "6300") == Errc::can_wrong);
        CHECK(thrown(token, "63C2") == Errc::can_wrong);
        CHECK(thrown(token, "7C0A8608 0000000000000000 9000") == Errc::pace_failed);
        CHECK(thrown(mse, "6A80") == Errc::unexpected_status);
    }
}

TEST_CASE("verification: the channel breaks before anything was read")
{
    const Recording& recording = Recording::gm();
    const std::size_t select_identity = recording.at("opening", 5);
    CHECK(verify_with(recording, select_identity, from_hex("9000")).thrown == Errc::secure_messaging_failed);
    CHECK(verify_with(recording, select_identity, from_hex("6A82")).thrown == Errc::secure_messaging_failed);
}

TEST_CASE("verification: an answer outside secure messaging is no file, and nobody is accused of its content")
{
    const Outcome list = verify_with(Recording::gm(), Recording::gm().at("EF.SOD"), from_hex("6A82"));
    CHECK(list.thrown == std::nullopt);
    CHECK(list.verification->evidence.sod.status == trust::FileReading::Status::failed);
    CHECK(list.overall() == Overall::undetermined);
    CHECK(list.verification->evidence.chip.result == trust::ChipProof::Result::not_tried);

    const Outcome key = verify_with(Recording::cam(), Recording::cam().at("EF.CardSecurity"), from_hex("6A82"));
    CHECK(key.thrown == std::nullopt);
    CHECK(key.verification->evidence.card_security.status == trust::FileReading::Status::failed);
    CHECK(key.overall() == Overall::undetermined);
    CHECK(key.state(CheckId::chip_genuine) == State::not_done);
}

TEST_CASE("verification: a chip without the key of DG14 is not genuine")
{
    const Recording& recording = Recording::gm();
    for (const char* answer : {"6988", "6987", "6300"}) {
        const Outcome outcome = verify_with(recording, recording.at("DG1"), from_hex(answer)); // under the new keys
        CHECK(outcome.thrown == std::nullopt);
        CHECK(outcome.state(CheckId::chip_genuine) == State::failed);
        CHECK(outcome.overall() == Overall::not_genuine);
    }
    const Outcome refused = verify_with(recording, recording.at("chip_proof", 1), from_hex("6300"));
    CHECK(refused.overall() == Overall::not_genuine);
}

TEST_CASE("verification: a card that breaks off at the proof is not called a forgery when it was pulled")
{
    // Half an answer where a proof is awaited, then nothing: that is a pulled card.
    const auto check = [](const Recording& recording, std::size_t at) {
        CAPTURE(at);
        ReplayCard card{recording};
        test::FaultyTransport half{card, at, test::Fault::truncated};
        test::FaultyTransport pulled{half, at + 1, test::Fault::removed_before};
        CHECK(test::error_of([&] { return verify(pulled).verdict.overall; }) == Errc::card_removed);
    };
    const Recording& gm = Recording::gm();
    for (const std::size_t at : {gm.at("DG14"), gm.at("chip_proof", 1), gm.at("DG1")})
        check(gm, at);
    check(Recording::cam(), Recording::cam().at("EF.CardSecurity"));
    for (const Recording* const recording : both())
        for (const std::size_t command : {0U, 1U, 2U}) // SELECT, certificate, signature
            check(*recording, recording->at("binding", command));
}

TEST_CASE("verification: a PKI application that proves nothing")
{
    for (const Recording* const recording : both()) {
        for (const std::size_t command : {0U, 1U, 2U}) {
            const Outcome outcome = verify_with(*recording, recording->at("binding", command), from_hex("6A82"));
            CHECK(outcome.thrown == std::nullopt);
            CHECK(outcome.verification->evidence.binding.result == trust::SlotProof::Result::refused);
            CHECK(outcome.overall() == Overall::not_genuine);
        }
    }
}

TEST_CASE("verification: a card that is pulled before or after any command leaves no verdict")
{
    for (const Recording* const recording : both()) {
        for (std::size_t at = 0; at < recording->size(); ++at) {
            for (const test::Fault fault : {test::Fault::removed_before, test::Fault::removed_after}) {
                CAPTURE(at);
                ReplayCard card{*recording};
                test::FaultyTransport pulled{card, at, fault};
                CHECK(test::error_of([&] { return verify(pulled).verdict.overall; }) == Errc::card_removed);
                CHECK(pulled.count() == at + 1); // and nothing was sent after it
            }
        }
    }
}

TEST_CASE("verification: other transport failures end it just the same")
{
    for (const Errc code : {Errc::card_swapped, Errc::card_reset, Errc::reader_failed, Errc::service_unavailable,
             Errc::card_mute, Errc::no_card}) {
        for (const Recording* const recording : both()) {
            for (std::size_t at = 0; at < recording->size(); at += 2) {
                std::size_t count = 0;
                ReplayCard card{*recording};
                test::FunctionTransport failing{[&](ByteView command) {
                    if (count++ == at)
                        throw Error{code, "as the reader says"};
                    return card.exchange(command);
                }};
                CHECK(test::error_of([&] { return verify(failing).verdict.overall; }) == code);
            }
        }
    }
}

TEST_CASE("verification: no status word in place of an answer makes a card genuine")
{
    for (const Recording* const recording : both()) {
        for (std::size_t at = 0; at < recording->size(); ++at) {
            if (at == atr_info) // its absence only makes answers shorter
                continue;
            for (const unsigned status :
                {0x6100U, 0x61FFU, 0x6282U, 0x6283U, 0x6300U, 0x63C0U, 0x63C3U, 0x6400U, 0x6581U, 0x6700U, 0x6882U,
                    0x6982U, 0x6983U, 0x6984U, 0x6985U, 0x6986U, 0x6987U, 0x6988U, 0x6A80U, 0x6A81U, 0x6A82U, 0x6A84U,
                    0x6A86U, 0x6A88U, 0x6B00U, 0x6C00U, 0x6CFFU, 0x6D00U, 0x6E00U, 0x6F00U, 0x9000U, 0xFFFFU}) {
                const Bytes answer = big_endian(status, 2);
                if (answer == recording->answers[at])
                    continue;
                CAPTURE(at);
                CAPTURE(status);
                CHECK(!verify_with(*recording, at, answer).is_genuine());
            }
        }
    }
}

TEST_CASE("verification: no altered or cut answer makes a card genuine")
{
    for (const Recording* const recording : both()) {
        for (std::size_t at = 0; at < recording->size(); ++at) {
            const Bytes& good = recording->answers[at];
            if (at == atr_info || good.size() == 2)
                continue;
            for (const std::size_t position : {std::size_t{0}, std::size_t{1}, good.size() / 2, good.size() - 3}) {
                Bytes altered = good;
                altered[position] ^= 0x01;
                CAPTURE(at);
                CAPTURE(position);
                CHECK(!verify_with(*recording, at, altered).is_genuine());
            }
            const Bytes cut = concat({ByteView{good}.first(good.size() / 2), from_hex("9000")});
            CHECK(!verify_with(*recording, at, cut).is_genuine());
        }
    }
}

TEST_CASE("verification: an unknown issuer, a day after the expiry, a clock before the build")
{
    for (const Recording* const recording : both()) {
        const auto verdict = [&](const trust::TrustData& pinned, Date today) {
            ReplayCard card{*recording};
            test::RecordedVisit visit;
            visit.request.trust_data = &pinned;
            visit.request.today = today;
            return visit.of(card).verdict;
        };
        const trust::Verdict stranger = verdict({}, 2027y / 1 / 1);
        CHECK(stranger.overall == Overall::undetermined);
        CHECK(stranger.state(CheckId::chain) == State::not_done);
        const trust::TrustData pinned = test::recorded_trust();
        CHECK(verdict(pinned, 2036y / 11 / 21).overall == Overall::genuine);
        CHECK(verdict(pinned, 2036y / 11 / 22).overall == Overall::genuine_not_valid);
        CHECK(verdict(pinned, 2020y / 1 / 1).state(CheckId::document_validity) == State::not_done);
    }
}
