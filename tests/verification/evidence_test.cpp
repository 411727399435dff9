// SPDX-License-Identifier: Apache-2.0
// Evidence of a whole card: saved, read and judged again.
#include "whole_card.hpp"

#include "card/trust/challenge.hpp"
#include "card/trust/evidence_codec.hpp"

#include <doctest/doctest.h>

using namespace card;
using test::Visit;
using test::WholeCard;
using trust::CheckId;
using trust::Level;
using trust::Overall;
using trust::State;

namespace {

const Bytes challenge(16, 0xC5);

/// A card seen by a counter that keeps evidence.
struct Kept {
    explicit Kept(WholeCard& card, const SecureBytes* pin = nullptr) : visit{card}
    {
        visit.request.witness = trust::Witness{"counter 3", "test", start_of(visit.request.today)};
        visit.request.challenge = challenge;
        visit.request.pin = pin;
        seen = visit.of(card);
    }

    trust::Verdict judged(const trust::Evidence& evidence) const
    {
        return trust::judge(evidence, visit.trust_data, visit.request.policy, *visit.request.profile,
            visit.request.today, visit.request.source_date);
    }

    Visit visit;
    session::Verification seen;
};

} // namespace

TEST_CASE("evidence: 9E signs what was seen, and anybody can verify it again")
{
    for (const std::vector<std::string>& mappings : {std::vector<std::string>{"CAM", "GM"}, {"GM"}}) {
        WholeCard card{{.mappings = mappings}};
        const Kept kept{card};
        CHECK(kept.seen.verdict.overall == Overall::genuine);
        CHECK(kept.seen.evidence.binding.nonce.has_value());
        CHECK(trust::answers(kept.seen.evidence, challenge));
        CHECK(!trust::answers(kept.seen.evidence, {}));
        for (const Level level : {Level::full, Level::no_photo}) {
            const auto saved = trust::decode_evidence(trust::encode(kept.seen.evidence, level));
            CHECK(kept.judged(saved.evidence).checks == kept.seen.verdict.checks);
        }
    }
}

TEST_CASE("evidence: 9A signs it, too, after the PIN")
{
    WholeCard card;
    const SecureBytes pin{as_bytes(WholeCard::pin)};
    const Kept kept{card, &pin};
    const auto saved = trust::decode_evidence(trust::encode(kept.seen.evidence, Level::no_photo));
    CHECK(saved.evidence.holder.nonce.has_value());
    CHECK(kept.judged(saved.evidence).state(CheckId::holder) == State::passed);
}

TEST_CASE("evidence: another challenge, counter, time or chip proof than the card signed is not genuine")
{
    WholeCard card;
    const Kept kept{card};
    const auto refused = [&](const auto& change) {
        trust::Evidence evidence = kept.seen.evidence;
        change(evidence);
        const trust::Verdict verdict = kept.judged(evidence);
        CHECK(verdict.overall == Overall::not_genuine);
        REQUIRE(verdict.decisive);
        CHECK(verdict.decisive->reason == Errc::binding_failed);
    };
    refused([](trust::Evidence& evidence) { evidence.challenge[0] ^= 1; });
    refused([](trust::Evidence& evidence) { evidence.witness->counter = "counter 4"; });
    refused([](trust::Evidence& evidence) { evidence.witness->time += std::chrono::hours{24}; });
    refused([](trust::Evidence& evidence) { evidence.witness.reset(); });
    refused([](trust::Evidence& evidence) { evidence.binding.nonce->at(0) ^= 1; });
    refused([](trust::Evidence& evidence) { evidence.binding.signature.back() ^= 1; });
}

TEST_CASE("evidence: the proof of another visit does not fit")
{
    WholeCard card;
    const Kept first{card};
    card.reset();
    const Kept second{card};
    trust::Evidence halves = second.seen.evidence;
    halves.binding = first.seen.evidence.binding;
    CHECK(second.judged(second.seen.evidence).overall == Overall::genuine);
    CHECK(first.seen.evidence.binding.nonce != second.seen.evidence.binding.nonce);
    halves.witness->time += std::chrono::seconds{1};
    CHECK(second.judged(halves).overall == Overall::not_genuine);
}

TEST_CASE("evidence: without a witness the slots sign as ever")
{
    WholeCard card;
    const session::Verification seen = test::verify(card);
    CHECK(!seen.evidence.binding.nonce);
    CHECK(!trust::answers(seen.evidence, {}));
}
