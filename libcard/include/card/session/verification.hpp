// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/auth/password.hpp"
#include "card/base/api.hpp"
#include "card/crypto/random.hpp"
#include "card/iso7816/counting.hpp"
#include "card/lds/dg1.hpp"
#include "card/lds/dg11.hpp"
#include "card/lds/dg12.hpp"
#include "card/lds/dg13.hpp"
#include "card/lds/dg16.hpp"
#include "card/lds/dg2.hpp"
#include "card/lds/dg7.hpp"
#include "card/profile/profile.hpp"
#include "card/session/progress.hpp"
#include "card/trust/verdict.hpp"

/// What a counter does with one card: open it, read it, let it prove itself, judge.
namespace card::session {

/// The proof by 9E that both applications live in one chip.
enum class BindingCheck {
    automatic, ///< where DG13 names 9E
    required,  ///< likewise; without it there is no positive verdict
    left_out,
};

/// What a card is verified with. Everything that is pointed to must outlive the call.
struct VerificationRequest {
    const auth::Password* password = nullptr;
    const trust::TrustData* trust_data = nullptr;
    trust::Policy policy = trust::default_policy();
    Date today{};
    Date source_date{}; ///< of this build
    const profile::Profile* profile = &profile::builtin();
    crypto::RandomSource* random = &crypto::system_random();
    BindingCheck binding = BindingCheck::automatic;
    const SecureBytes* pin = nullptr; ///< the holder's, ASCII digits: asks for the proof by 9A and requires it
    bool last_try = false;            ///< the last try of the PIN may be spent; else it is left alone
    /// If the evidence is to be saved: the slots sign the evidence itself, not a challenge that only this counter
    /// knows.
    std::optional<trust::Witness> witness = {};
    Bytes challenge = {}; ///< a relying party's, signed with the evidence
};

/// The data groups that were read and could be decoded, for display beside the verdict: only the verdict says whether
/// they can be believed.
struct HolderData {
    std::optional<lds::Dg1> dg1;
    std::optional<lds::Dg2> dg2;
    std::optional<lds::Dg7> dg7;
    std::optional<lds::Dg11> dg11;
    std::optional<lds::Dg12> dg12;
    std::optional<lds::Dg13> dg13;
    std::optional<lds::Dg16> dg16;
};

/// Decodes what was read; a group that cannot be decoded stays empty, and the verdict says why.
CARD_API HolderData decode_holder(const trust::Evidence& evidence, const profile::Profile& profile);

struct Verification {
    trust::Verdict verdict;
    trust::Evidence evidence;
    HolderData holder;
    /// APDUs and bytes of each step, in order, under the name of its phase, or of the file that was read.
    std::vector<iso7816::StepCost> costs;
};

/// Reads the card behind the transport and judges it. With chip authentication mapping the chip is proven genuine by
/// PACE and EF.CardSecurity, else by Chip Authentication and DG14. A card that takes less than EF.ATR/INFO announces is
/// opened a second time with short APDUs.
///
/// What is missing or wrong on the card becomes evidence and shows in the verdict. Thrown is only what leaves nothing
/// to judge: card_unknown, pace_unsupported, what auth::pace::establish throws, what Channel throws up to SELECT of the
/// identity application, and whenever it happens what Transport throws.
CARD_API Verification verify(
    iso7816::Transport& transport, const VerificationRequest& request, const Progress& progress = {});

} // namespace card::session
