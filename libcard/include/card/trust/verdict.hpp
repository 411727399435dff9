// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/date.hpp"
#include "card/lds/dg13.hpp"
#include "card/trust/check.hpp"
#include "card/trust/evidence.hpp"
#include "card/trust/policy.hpp"
#include "card/trust/trust_data.hpp"

#include <string_view>
#include <vector>

namespace card::trust {

/// The answer, worst first; the first that applies.
enum class Overall {
    not_genuine,       ///< an authenticity check failed
    undetermined,      ///< a required check was not done
    genuine_not_valid, ///< outside its validity, or reported lost, stolen, replaced or withdrawn
    genuine_stale,     ///< revocation or status data were required and are missing or too old
    genuine,
};

struct CARD_API Verdict {
    Overall overall = Overall::undetermined;
    std::vector<Check> checks;     ///< in the order of CheckId, data groups ascending
    std::optional<Check> decisive; ///< the check that decided, none if genuine: its reason leads the message

    /// What the headline says was not checked: done by nobody, whether required or not.
    std::vector<Check> not_done() const;
    /// The worst of the checks with this id (there are several for group_hash).
    State state(CheckId id) const;
};

/// Stable names for JSON: "genuine_not_valid".
CARD_API std::string_view name(Overall overall);

/// Judges what was seen of one card. Pure: no card, no file and no clock is touched.
/// `today` is this computer's day, `source_date` that of the build: an earlier clock cannot be right.
CARD_API Verdict judge(const Evidence& evidence, const TrustData& trust, const Policy& policy,
    const profile::Profile& profile, Date today, Date source_date);

/// The overall answer that these checks give under this policy.
CARD_API Verdict conclude(std::vector<Check> checks, const Policy& policy);

} // namespace card::trust
