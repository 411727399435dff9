// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/catalogue.hpp"
#include "card/session/verification.hpp"
#include "idcard/evidence_file.hpp"

#include <optional>
#include <string>

namespace idcard {

/// What became of the photograph that --photo asked for.
struct PhotoNote {
    enum class State {
        written,
        withheld,   ///< the card is not proven genuine
        unreadable, ///< the picture is damaged: the verdict does not depend on it
    };
    State state = State::withheld;
    std::string path;
    std::optional<card::Errc> problem; ///< if unreadable
};

/// The trust package that a verdict rests on.
struct TrustNote {
    unsigned serial = 0;
    card::Time this_update{};
    card::Time next_update{};
};

/// Nothing for trust that no package brought.
std::optional<TrustNote> note_of(const card::trust::TrustData& data);

/// What a report holds beside the verification.
struct ReportExtras {
    std::optional<PhotoNote> photo = {};
    bool stats = false;                        ///< the page lists the cost of each step
    card::Date today{};                        ///< for the holder's age; none without it
    std::optional<EvidenceNote> evidence = {}; ///< if evidence was judged again, or is saved
    std::optional<TrustNote> trust = {};
};

/// Whether this verdict vouches for the photograph: the card is genuine, valid or not, and DG2 is what was signed.
bool vouches_for_photograph(const card::trust::Verdict& verdict);

/// A verification as a page for the counter: headline, holder, each check with its finding, what to do now.
std::string to_text(const card::session::Verification& verification, const card::cli::Catalogue& catalogue,
    const ReportExtras& extras = {});

/// After docs/schemas/verify-1.json. Texts are in the catalogue's language, everything else is the same in each.
std::string to_json(const card::session::Verification& verification, const card::cli::Catalogue& catalogue,
    const ReportExtras& extras = {});

} // namespace idcard
