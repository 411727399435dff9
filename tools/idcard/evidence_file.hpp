// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/profile/profile.hpp"
#include "card/session/verification.hpp"
#include "card/trust/evidence_codec.hpp"
#include "idcard/trust_data.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace idcard {

/// The day at this place, by the clock of this computer.
card::Date today();
/// The day on which it was that time, west of Greenwich often the one before: clocks and bounds are compared in one
/// zone.
card::Date local_day(card::Time time);

/// Throws file_unreadable for what is no regular file, evidence_invalid; both with the path as field.
card::trust::SavedEvidence load_evidence(const std::filesystem::path& path);

/// What saved evidence is judged with. Everything that is pointed to must outlive the call.
struct Judging {
    const TrustData* trust = nullptr;
    const card::profile::Profile* profile = &card::profile::builtin();
    card::Date at = today();
    bool named_day = false; ///< somebody named the day: it is no clock, and may lie before all that this computer knows
    std::optional<card::Bytes> challenge = {}; ///< that the card must have signed with the evidence
};

/// Judges again what a counter saw. Throws challenge_unanswered.
card::session::Verification judge_again(const card::trust::Evidence& evidence, const Judging& judging);

/// A challenge in hexadecimal, 1 to 64 bytes. Throws usage with the option as field.
card::Bytes parse_challenge(const std::string& hex);

/// YYYY-MM-DD. Throws usage with the option as field.
card::Date parse_day(const std::string& text);

/// What a report says of evidence beside its verdict.
struct EvidenceNote {
    card::trust::Level level{};
    std::optional<card::trust::Witness> witness;
    card::Bytes challenge;
    bool is_signed = false; ///< by a key of the card: who reads it need not believe the counter
    card::Date day;         ///< for which it was judged
};

EvidenceNote note_of(const card::session::Verification& verification, card::trust::Level level, card::Date day);

} // namespace idcard
