// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/texts.hpp"

#include "idcard/output/field_labels.hpp"
#include "idcard/output/trust_texts.hpp"

#include <array>
#include <vector>

namespace idcard::texts {

using card::session::Phase;
using card::trust::CheckId;
using card::trust::Overall;
using card::trust::State;

namespace {

// Each table is in the order of its enumeration.

constexpr std::array headlines{
    Text{"VERDICT-NOT-GENUINE/headline", "NOT GENUINE"},
    Text{"VERDICT-UNDETERMINED/headline", "NO RESULT"},
    Text{"VERDICT-GENUINE-NOT-VALID/headline", "GENUINE, BUT NOT VALID"},
    Text{"VERDICT-GENUINE-STALE/headline", "GENUINE, BUT THE TRUST DATA ARE MISSING OR TOO OLD"},
    Text{"VERDICT-GENUINE/headline", "GENUINE"},
};

constexpr std::array advices{
    Text{"VERDICT-NOT-GENUINE/do", "Do not accept the card. Follow the rules of your office for suspected forgery."},
    Text{"VERDICT-UNDETERMINED/do",
        "Do not rely on this card yet. Start again, or send the holder to the issuing office."},
    Text{"VERDICT-GENUINE-NOT-VALID/do", "Do not accept the card as valid. Ask the holder to apply for a new one."},
    Text{"VERDICT-GENUINE-STALE/do", "Install the current trust data, then verify the card again."},
    Text{"VERDICT-GENUINE/do", "Compare the person with the photograph; if they match, the card can be accepted."},
};

constexpr std::array check_names{
    Text{"CHECK-ACCESS-PROTOCOL/name", "Protected access"},
    Text{"CHECK-SOD-SIGNATURE/name", "Issuer's signature"},
    Text{"CHECK-CHAIN/name", "Trusted issuer"},
    Text{"CHECK-SIGNER-REVOCATION/name", "Revocation of the signer"},
    Text{"CHECK-GROUP-HASH/name", "Signed data"},
    Text{"CHECK-CHIP-GENUINE/name", "Chip is no copy"},
    Text{"CHECK-ACCESS-PARAMETERS/name", "Access parameters"},
    Text{"CHECK-BINDING/name", "Both parts in one chip"},
    Text{"CHECK-DOCUMENT-VALIDITY/name", "Validity"},
    Text{"CHECK-CARD-STATUS/name", "Card status"},
    Text{"CHECK-HOLDER/name", "Holder"},
};

constexpr std::array passed_texts{
    Text{
        "CHECK-ACCESS-PROTOCOL/passed", "The card was opened with what is printed on it; the connection is encrypted."},
    Text{"CHECK-SOD-SIGNATURE/passed", "The issuer's signature over the data is right."},
    Text{"CHECK-CHAIN/passed", "The signer belongs to an issuer that this computer trusts."},
    Text{"CHECK-SIGNER-REVOCATION/passed", "The signer is not revoked."},
    Text{"CHECK-GROUP-HASH/passed", "Unchanged since the issuer signed it."},
    Text{"CHECK-CHIP-GENUINE/passed", "The chip has proven that it is the one that was issued."},
    Text{"CHECK-ACCESS-PARAMETERS/passed", "The announced parameters are the signed ones."},
    Text{"CHECK-BINDING/passed", "The part for log-in and signature lives in the same chip."},
    Text{"CHECK-DOCUMENT-VALIDITY/passed", "The card is valid today."},
    Text{"CHECK-CARD-STATUS/passed", "The card is not reported."},
    Text{"CHECK-HOLDER/passed", "Who presents the card knows its PIN."},
};

constexpr std::array not_done_texts{
    Text{"CHECK-ACCESS-PROTOCOL/not-done", "the access was not protected"},
    Text{"CHECK-SOD-SIGNATURE/not-done", "the signature was not checked"},
    Text{"CHECK-CHAIN/not-done", "the issuer is not known"},
    Text{"CHECK-SIGNER-REVOCATION/not-done", "revocation was not checked"},
    Text{"CHECK-GROUP-HASH/not-done", "not all data were checked"},
    Text{"CHECK-CHIP-GENUINE/not-done", "clone not excluded"},
    Text{"CHECK-ACCESS-PARAMETERS/not-done", "the access parameters were not compared"},
    Text{"CHECK-BINDING/not-done", "the part for log-in and signature was not checked"},
    Text{"CHECK-DOCUMENT-VALIDITY/not-done", "validity was not checked"},
    Text{"CHECK-CARD-STATUS/not-done", "card status was not checked"},
    Text{}, // the holder: the last sentence speaks of it
};

constexpr std::array both_not_done{
    Text{"CHECK-REVOCATION-AND-STATUS/not-done", "revocation and card status were not checked"},
};

constexpr std::array state_words{
    Text{"STATE-PASSED/word", "passed"},
    Text{"STATE-FAILED/word", "FAILED"},
    Text{"STATE-STALE/word", "out of date"},
    Text{"STATE-NOT-DONE/word", "not done"},
    Text{"STATE-NOT-APPLICABLE/word", "not needed"},
};

constexpr std::array phases{
    Text{"PROGRESS-IDENTIFYING/line", "Recognising the card"},
    Text{"PROGRESS-OPENING/line", "Opening the card"},
    Text{"PROGRESS-READING/line", "Reading"},
    Text{"PROGRESS-CHIP-PROOF/line", "The chip proves itself"},
    Text{"PROGRESS-BINDING/line", "The second part of the card proves itself"},
    Text{"PROGRESS-HOLDER/line", "The holder's key proves itself"},
    Text{"PROGRESS-JUDGING/line", "Judging"},
};

constexpr auto number_of_checks = card::trust::all_checks.size();
static_assert(headlines.size() == static_cast<std::size_t>(Overall::genuine) + 1 && advices.size() == headlines.size());
static_assert(check_names.size() == number_of_checks && passed_texts.size() == number_of_checks &&
              not_done_texts.size() == number_of_checks);
static_assert(state_words.size() == static_cast<std::size_t>(State::not_applicable) + 1);
static_assert(phases.size() == static_cast<std::size_t>(Phase::judging) + 1);

template <std::size_t n, typename Enum>
Text entry(const std::array<Text, n>& table, Enum value)
{
    return table.at(static_cast<std::size_t>(value));
}

} // namespace

Text headline(Overall overall)
{
    return entry(headlines, overall);
}

Text advice(Overall overall)
{
    return entry(advices, overall);
}

Text check_name(CheckId id)
{
    return entry(check_names, id);
}

Text passed(CheckId id)
{
    return entry(passed_texts, id);
}

Text not_done(CheckId id)
{
    return entry(not_done_texts, id);
}

Text neither_revocation_nor_status()
{
    return both_not_done[0];
}

Text state_word(State state)
{
    return entry(state_words, state);
}

Text phase(Phase phase)
{
    return entry(phases, phase);
}

std::span<const Text> all()
{
    static const std::vector<Text> joined = [] {
        std::vector<Text> texts;
        const auto add = [&texts](const auto& table) {
            for (const Text& text : table)
                if (!text.context.empty())
                    texts.push_back(text);
        };
        add(headlines);
        add(advices);
        add(check_names);
        add(passed_texts);
        add(not_done_texts);
        add(both_not_done);
        add(state_words);
        add(phases);
        add(all_labels());
        add(all_trust_texts());
        return texts;
    }();
    return joined;
}

} // namespace idcard::texts
