// SPDX-License-Identifier: Apache-2.0
// APDUs and bytes that a visit costs, and cards or readers that take less than EF.ATR/INFO announces.
#include "whole_card.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::Making;
using test::WholeCard;
using trust::Overall;

namespace {

constexpr refcard::Buffers extended{2048, 32'768};
constexpr refcard::Buffers short_apdus{256, 256};

/// As many as a real card has: a photograph of 15 kB and a picture of the signature.
Making usual_card(std::vector<std::string> mappings)
{
    return {.mappings = std::move(mappings),
        .more_groups = {{2, lds::encode(lds::Dg2{.width = 413, .height = 531, .image = Bytes(15'000, 0xD8)})}}};
}

std::size_t times_opened(const WholeCard& card)
{
    return static_cast<std::size_t>(std::ranges::count_if(card.commands(),
        [](const Bytes& command) { return command.size() > 4 && command[1] == 0x22 && command[2] == 0xC1; }));
}

std::size_t total_apdus(const session::Verification& seen)
{
    return iso7816::total(seen.costs).apdus;
}

} // namespace

TEST_CASE("limits: budget of a visit with chip authentication mapping")
{
    WholeCard card{usual_card({"CAM", "GM"})};
    const session::Verification seen = test::verify(card);
    CHECK(seen.verdict.overall == Overall::genuine);
    // 3 to identify, 5 for PACE, EF.CardSecurity, SELECT, EF.SOD, six data groups, 3 for the binding
    CHECK(total_apdus(seen) == 3 + 5 + 1 + 1 + 1 + 6 + 3);
    const iso7816::StepCost total = iso7816::total(seen.costs);
    MESSAGE("CAM: ", total.apdus, " APDUs, ", total.bytes_sent, " bytes sent, ", total.bytes_received, " received");
    CHECK(total.bytes_sent <= 800);
    CHECK(total.bytes_received <= 21'000);
    CHECK(total.apdus == card.commands().size());
}

TEST_CASE("limits: budget of a visit with generic mapping and Chip Authentication")
{
    WholeCard card{usual_card({"GM"})};
    const session::Verification seen = test::verify(card);
    CHECK(seen.verdict.overall == Overall::genuine);
    // as above, without EF.CardSecurity, but with two commands of Chip Authentication
    CHECK(total_apdus(seen) == 3 + 5 + 1 + 1 + 6 + 2 + 3);
    const iso7816::StepCost total = iso7816::total(seen.costs);
    MESSAGE("GM: ", total.apdus, " APDUs, ", total.bytes_sent, " bytes sent, ", total.bytes_received, " received");
    CHECK(total.bytes_sent <= 800);
    CHECK(total.bytes_received <= 19'500);
}

TEST_CASE("limits: a card that answers less than it announces is opened once more, with short APDUs")
{
    for (const char* mapping : {"CAM", "GM"}) {
        for (const refcard::Buffers real : {short_apdus, refcard::Buffers{2048, 1024}}) {
            CAPTURE(std::string{mapping});
            CAPTURE(real.response);
            WholeCard card{{.mappings = {mapping}, .buffers = real, .announced = extended}};
            const session::Verification seen = test::verify(card);
            CHECK(trust::name(seen.verdict.overall) == "genuine");
            CHECK(seen.verdict.state(trust::CheckId::chip_genuine) == trust::State::passed);
            CHECK(seen.verdict.state(trust::CheckId::binding) == trust::State::passed);
            // a card without extended lengths says so before it is opened
            CHECK(times_opened(card) == (real.short_only() ? 1 : 2));
        }
    }
}

TEST_CASE("limits: what was read before the refusal is not read again")
{
    // EF.CardSecurity and EF.SOD fit, the photograph does not.
    Making making = usual_card({"CAM", "GM"});
    making.buffers = {2048, 8192};
    making.announced = extended;
    WholeCard card{making};
    const session::Verification seen = test::verify(card);
    CHECK(trust::name(seen.verdict.overall) == "genuine");
    CHECK(times_opened(card) == 2);
    std::map<std::string, std::size_t> steps;
    for (const iso7816::StepCost& cost : seen.costs)
        ++steps[cost.step];
    CHECK(steps["EF.CardSecurity"] == 1);
    CHECK(steps["EF.SOD"] == 1);
    CHECK(steps["DG1"] == 1);
    CHECK(steps["DG2"] == 2);
}

TEST_CASE("limits: a photograph refused after Chip Authentication: the chip proves itself again")
{
    Making making = usual_card({"GM"});
    making.buffers = {2048, 8192};
    making.announced = extended;
    WholeCard card{making};
    const session::Verification seen = test::verify(card);
    CHECK(trust::name(seen.verdict.overall) == "genuine");
    std::size_t proofs = 0;
    for (const iso7816::StepCost& cost : seen.costs)
        proofs += cost.step == "chip_proof" ? 1 : 0;
    CHECK(proofs == 2);
}

TEST_CASE("limits: a card that refuses even short APDUs is opened twice and no more")
{
    WholeCard card;

    /// Answers 6700 to every command under secure messaging.
    struct Refusing : iso7816::Transport {
        explicit Refusing(WholeCard& card) : card_{card} {}

        Bytes exchange(ByteView command) override
        {
            const bool protected_read = command[0] == 0x0C && (command[1] == 0xB0 || command[1] == 0xB1);
            return protected_read ? Bytes{0x67, 0x00} : card_.exchange(command);
        }

        WholeCard& card_;
    } refusing{card};

    test::Visit visit{card};
    const session::Verification seen = visit.of(refusing);
    CHECK(seen.verdict.overall == Overall::undetermined);
    CHECK(times_opened(card) == 2);
}

TEST_CASE("limits: with short APDUs from the start nothing is opened twice")
{
    for (const char* mapping : {"CAM", "GM"}) {
        WholeCard card{{.mappings = {mapping}, .buffers = short_apdus}};
        CHECK(trust::name(test::verify(card).verdict.overall) == "genuine");
        CHECK(times_opened(card) == 1);
    }
}
