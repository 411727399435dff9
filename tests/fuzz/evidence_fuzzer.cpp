// SPDX-License-Identifier: Apache-2.0
// A file of evidence: it has one form, and whatever it says can be judged.
#include "card/profile/profile.hpp"
#include "card/session/verification.hpp"
#include "card/trust/challenge.hpp"
#include "card/trust/evidence_codec.hpp"
#include "fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace card;
    const ByteView file{data, size};
    fuzz::may_refuse([&] {
        const trust::SavedEvidence saved = trust::decode_evidence(file);
        fuzz::must_hold(equal(trust::encode(saved.evidence, saved.level), file), "one form");
        fuzz::must_hold(trust::statement(saved.evidence) ==
                            trust::statement(trust::reduced(saved.evidence, trust::Level::no_photo)),
            "one statement");
        const Date day = parse_date("20270101");
        const trust::Verdict verdict =
            trust::judge(saved.evidence, {}, trust::default_policy(), profile::builtin(), day, day);
        fuzz::must_hold(verdict.overall != trust::Overall::genuine, "nobody is trusted");
        session::decode_holder(saved.evidence, profile::builtin());
    });
    return 0;
}
