// SPDX-License-Identifier: Apache-2.0
#include "card/session/verification.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"

#include "replay.hpp"
#include "support/faulty_transport.hpp"
#include "support/scripted_transport.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace card;
using namespace std::chrono_literals;
using trust::CheckId;
using trust::Overall;
using trust::State;

namespace {

struct Exchange {
    Bytes command;
    Bytes answer;
};

/// tests/scripts/verification.apdu: what the reference card answered when it was verified.
const std::vector<Exchange>& recorded()
{
    static const std::vector<Exchange> exchanges = [] {
        std::vector<Exchange> out;
        std::istringstream lines{test::ScriptedTransport::read("verification.apdu")};
        for (std::string line; std::getline(lines, line);) {
            if (line.starts_with("> "))
                out.push_back({from_hex(line.substr(2)), {}});
            else if (line.starts_with("< "))
                out.back().answer = from_hex(line.substr(2));
        }
        return out;
    }();
    return exchanges;
}

// Places in the recording.
constexpr std::size_t select_mf = 0, atr_info = 1, card_access = 2, mse = 3, token = 7, select_identity = 8, sod = 9,
                      dg14 = 10, chip_agreement = 12, dg1 = 13, select_pki = 18, certificate = 19, signing = 20;

/// Answers as recorded while the commands are as recorded; anything else it does not know.
class ReplayCard : public iso7816::Transport {
public:
    Bytes exchange(ByteView command) override
    {
        const std::vector<Exchange>& all = recorded();
        if (next_ < all.size() && equal(command, all[next_].command))
            return answers_[next_++];
        return from_hex("6D00");
    }

    Bytes& answer(std::size_t at) { return answers_.at(at); }

private:
    static std::vector<Bytes> recorded_answers()
    {
        std::vector<Bytes> answers;
        for (const Exchange& exchange : recorded())
            answers.push_back(exchange.answer);
        return answers;
    }

    std::vector<Bytes> answers_ = recorded_answers();
    std::size_t next_ = 0;
};

trust::Anchors anchors()
{
    trust::Anchors pinned;
    pinned.add(as_bytes(test::ScriptedTransport::read("verification.csca")));
    return pinned;
}

session::Verification verify(iso7816::Transport& card, const session::Progress& progress = {})
{
    const auth::Can can{as_bytes("992175")};
    const trust::Anchors pinned = anchors();
    test::FixedRandom random = test::replay_random();
    return session::verify(card,
        {.password = &can,
            .anchors = &pinned,
            .today = 2026y / 11 / 22,
            .source_date = 2026y / 11 / 22,
            .random = &random},
        progress);
}

/// The verdict on a card whose answer at one place is another, or what was thrown.
struct Outcome {
    std::optional<Errc> thrown;
    std::optional<session::Verification> verification;

    Overall overall() const { return verification.value().verdict.overall; }

    State state(CheckId id) const { return verification.value().verdict.state(id); }
};

Outcome verify_with(std::size_t at, const Bytes& answer)
{
    ReplayCard card;
    card.answer(at) = answer;
    Outcome outcome;
    outcome.thrown = test::error_of([&] {
        outcome.verification = verify(card);
        return 0;
    });
    return outcome;
}

} // namespace

TEST_CASE("verification: a genuine card, every command as recorded")
{
    test::ScriptedTransport card{test::ScriptedTransport::read("verification.apdu")};
    const session::Verification seen = verify(card);
    CHECK(seen.verdict.overall == Overall::genuine);
    for (const CheckId id : {CheckId::access_protocol, CheckId::sod_signature, CheckId::chain, CheckId::group_hash,
             CheckId::chip_genuine, CheckId::access_parameters, CheckId::binding, CheckId::document_validity})
        CHECK(seen.verdict.state(id) == State::passed);

    REQUIRE(seen.holder.dg1.has_value());
    CHECK(seen.holder.dg1->mrz.issuing_state == "LAO");
    REQUIRE(seen.holder.dg13.has_value());
    CHECK(seen.holder.dg13->latin.family == "SPECIMEN");
    CHECK(seen.holder.dg2.has_value());
    CHECK(seen.holder.dg11.has_value());
    CHECK(seen.holder.dg12.has_value());
    CHECK(iso7816::total(seen.costs).apdus == recorded().size());
}

TEST_CASE("verification: each step is announced and counted under its name")
{
    ReplayCard card;
    std::vector<std::string> announced;
    const session::Verification seen = verify(card, [&](session::Phase phase, std::string_view file) {
        announced.emplace_back(file.empty() ? session::name(phase) : file);
    });
    CHECK(announced == std::vector<std::string>{"identifying", "opening", "EF.SOD", "DG14", "chip_proof", "DG1", "DG2",
                           "DG11", "DG12", "DG13", "binding", "judging"});
    REQUIRE(seen.costs.size() == 11); // judging costs nothing
    CHECK(seen.costs[0].apdus == 3);
    CHECK(seen.costs[1].apdus == 6);
    CHECK(seen.costs[10].apdus == 3);
}

TEST_CASE("verification: without the binding check the PKI application is left alone")
{
    ReplayCard card;
    const auth::Can can{as_bytes("992175")};
    const trust::Anchors pinned = anchors();
    test::FixedRandom random = test::replay_random();
    const session::Verification seen = session::verify(card, {.password = &can,
                                                                 .anchors = &pinned,
                                                                 .today = 2026y / 11 / 22,
                                                                 .source_date = 2026y / 11 / 22,
                                                                 .random = &random,
                                                                 .binding = session::BindingCheck::left_out});
    CHECK(seen.verdict.overall == Overall::genuine);
    CHECK(seen.verdict.state(CheckId::binding) == State::not_done);
    CHECK(iso7816::total(seen.costs).apdus == select_pki);
}

TEST_CASE("verification: cards that are none of ours")
{
    CHECK(verify_with(select_mf, from_hex("6A82")).thrown == Errc::card_unknown);
    CHECK(verify_with(select_mf, from_hex("6E00")).thrown == Errc::card_unknown);
    CHECK(verify_with(card_access, from_hex("6A82")).thrown == Errc::card_unknown);
    CHECK(verify_with(card_access, from_hex("6982")).thrown == Errc::card_unknown);
    CHECK(verify_with(mse, from_hex("6A88")).thrown == Errc::card_unknown); // a blank card has no CAN
}

TEST_CASE("verification: PACE is not offered, refused, or the CAN is wrong")
{
    CHECK(verify_with(card_access, from_hex("3100 9000")).thrown == Errc::pace_unsupported);
    CHECK(verify_with(card_access, from_hex("3003020101 9000")).thrown == Errc::pace_unsupported);
    CHECK(verify_with(token, from_hex("6300")).thrown == Errc::can_wrong);
    CHECK(verify_with(token, from_hex("63C2")).thrown == Errc::can_wrong);
    CHECK(verify_with(token, from_hex("7C0A8608 0000000000000000 9000")).thrown == Errc::pace_failed);
    CHECK(verify_with(mse, from_hex("6A80")).thrown == Errc::unexpected_status);
}

TEST_CASE("verification: the channel breaks before anything was read")
{
    CHECK(verify_with(select_identity, from_hex("9000")).thrown == Errc::secure_messaging_failed);
    CHECK(verify_with(select_identity, from_hex("6A82")).thrown == Errc::secure_messaging_failed);
}

TEST_CASE("verification: an answer outside secure messaging is no file, and nobody is accused of its content")
{
    const Outcome outcome = verify_with(sod, from_hex("6A82"));
    CHECK(outcome.thrown == std::nullopt);
    CHECK(outcome.verification->evidence.sod.status == trust::FileReading::Status::failed);
    CHECK(outcome.overall() == Overall::undetermined);
    CHECK(outcome.verification->evidence.chip.result == trust::ChipProof::Result::not_tried);
}

TEST_CASE("verification: a chip without the key of DG14 is not genuine")
{
    for (const char* answer : {"6988", "6987", "6300"}) {
        const Outcome outcome = verify_with(dg1, from_hex(answer)); // the first under the new keys
        CHECK(outcome.thrown == std::nullopt);
        CHECK(outcome.state(CheckId::chip_genuine) == State::failed);
        CHECK(outcome.overall() == Overall::not_genuine);
    }
    const Outcome refused = verify_with(chip_agreement, from_hex("6300"));
    CHECK(refused.overall() == Overall::not_genuine);
}

TEST_CASE("verification: a card that breaks off at the proof is not called a forgery when it was pulled")
{
    // Half an answer at the first command under the new keys, then nothing: that is a pulled card.
    for (const std::size_t at : {dg14, chip_agreement, dg1, select_pki, certificate, signing}) {
        CAPTURE(at);
        ReplayCard card;
        test::FaultyTransport half{card, at, test::Fault::truncated};
        test::FaultyTransport pulled{half, at + 1, test::Fault::removed_before};
        CHECK(test::error_of([&] { return verify(pulled).verdict.overall; }) == Errc::card_removed);
    }
}

TEST_CASE("verification: a PKI application that proves nothing")
{
    for (const std::size_t at : {select_pki, certificate, signing}) {
        CAPTURE(at);
        const Outcome outcome = verify_with(at, from_hex("6A82"));
        CHECK(outcome.thrown == std::nullopt);
        CHECK(outcome.verification->evidence.binding.result == trust::SlotProof::Result::refused);
        CHECK(outcome.overall() == Overall::not_genuine);
    }
}

TEST_CASE("verification: a card that is pulled before or after any command leaves no verdict")
{
    for (std::size_t at = 0; at < recorded().size(); ++at) {
        for (const test::Fault fault : {test::Fault::removed_before, test::Fault::removed_after}) {
            CAPTURE(at);
            ReplayCard card;
            test::FaultyTransport pulled{card, at, fault};
            CHECK(test::error_of([&] { return verify(pulled).verdict.overall; }) == Errc::card_removed);
            CHECK(pulled.count() == at + 1); // and nothing was sent after it
        }
    }
}

TEST_CASE("verification: other transport failures end it just the same")
{
    for (const Errc code : {Errc::card_swapped, Errc::card_reset, Errc::reader_failed, Errc::service_unavailable,
             Errc::card_mute, Errc::no_card}) {
        for (const std::size_t at : {select_mf, atr_info, token, sod, chip_agreement, dg1, certificate}) {
            std::size_t count = 0;
            ReplayCard card;
            test::FunctionTransport failing{[&](ByteView command) {
                if (count++ == at)
                    throw Error{code, "as the reader says"};
                return card.exchange(command);
            }};
            CHECK(test::error_of([&] { return verify(failing).verdict.overall; }) == code);
        }
    }
}

TEST_CASE("verification: no status word in place of an answer makes a card genuine")
{
    for (std::size_t at = 0; at < recorded().size(); ++at) {
        if (at == atr_info) // its absence only makes answers shorter
            continue;
        for (const unsigned status :
            {0x6100U, 0x61FFU, 0x6282U, 0x6283U, 0x6300U, 0x63C0U, 0x63C3U, 0x6400U, 0x6581U, 0x6700U, 0x6882U, 0x6982U,
                0x6983U, 0x6984U, 0x6985U, 0x6986U, 0x6987U, 0x6988U, 0x6A80U, 0x6A81U, 0x6A82U, 0x6A84U, 0x6A86U,
                0x6A88U, 0x6B00U, 0x6C00U, 0x6CFFU, 0x6D00U, 0x6E00U, 0x6F00U, 0x9000U, 0xFFFFU}) {
            const Bytes answer = big_endian(status, 2);
            if (answer == recorded()[at].answer)
                continue;
            const Outcome outcome = verify_with(at, answer);
            CAPTURE(at);
            CAPTURE(status);
            CHECK((outcome.thrown.has_value() || outcome.overall() != Overall::genuine));
        }
    }
}

TEST_CASE("verification: no altered or cut answer makes a card genuine")
{
    for (std::size_t at = 0; at < recorded().size(); ++at) {
        const Bytes& good = recorded()[at].answer;
        if (at == atr_info || good.size() == 2)
            continue;
        for (const std::size_t position : {std::size_t{0}, std::size_t{1}, good.size() / 2, good.size() - 3}) {
            Bytes altered = good;
            altered[position] ^= 0x01;
            const Outcome outcome = verify_with(at, altered);
            CAPTURE(at);
            CAPTURE(position);
            CHECK((outcome.thrown.has_value() || outcome.overall() != Overall::genuine));
        }
        const Outcome cut = verify_with(at, concat({ByteView{good}.first(good.size() / 2), from_hex("9000")}));
        CHECK((cut.thrown.has_value() || cut.overall() != Overall::genuine));
    }
}

TEST_CASE("verification: an unknown issuer, a day after the expiry, a clock before the build")
{
    const auto verdict = [](const trust::Anchors& pinned, Date today) {
        ReplayCard card;
        const auth::Can can{as_bytes("992175")};
        test::FixedRandom random = test::replay_random();
        return session::verify(card,
            {.password = &can, .anchors = &pinned, .today = today, .source_date = 2026y / 11 / 22, .random = &random})
            .verdict;
    };
    const trust::Verdict stranger = verdict({}, 2026y / 11 / 22);
    CHECK(stranger.overall == Overall::undetermined);
    CHECK(stranger.state(CheckId::chain) == State::not_done);
    CHECK(verdict(anchors(), 2036y / 11 / 23).overall == Overall::genuine_not_valid);
    CHECK(verdict(anchors(), 2020y / 1 / 1).state(CheckId::document_validity) == State::not_done);
}
