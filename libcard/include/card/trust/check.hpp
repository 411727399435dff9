// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/date.hpp"
#include "card/base/errc.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace card::trust {

/// The checks of a verdict, in the order in which they are shown.
enum class CheckId {
    access_protocol, ///< PACE
    sod_signature,   ///< EF.SOD is well formed and its signer's signature verifies
    chain,           ///< the signer was made by a pinned CSCA of the document's country
    signer_revocation,
    group_hash,        ///< one check for each data group: its hash stands in EF.SOD
    chip_genuine,      ///< the chip holds the private key that EF.CardSecurity or DG14 names
    access_parameters, ///< DG14 repeats EF.CardAccess
    binding,           ///< the PKI application lives in the same chip
    document_validity,
    card_status,
    holder, ///< who presents the card knows its PIN: 9A signed a challenge after it
};

inline constexpr std::array all_checks{CheckId::access_protocol, CheckId::sod_signature, CheckId::chain,
    CheckId::signer_revocation, CheckId::group_hash, CheckId::chip_genuine, CheckId::access_parameters,
    CheckId::binding, CheckId::document_validity, CheckId::card_status, CheckId::holder};

enum class State {
    passed,
    failed,
    stale, ///< judged by data older than the policy allows
    not_done,
    not_applicable,
};

/// One line of the verdict.
struct Check {
    CheckId id{};
    State state = State::not_done;
    std::optional<Errc> reason;      ///< none if passed
    std::optional<unsigned> group;   ///< number of the data group, for group_hash
    std::optional<int> days;         ///< age of the installed data, where the check rests on them
    std::optional<unsigned> tries;   ///< left, for a wrong PIN
    std::optional<Errc> remark = {}; ///< what else is worth telling, whatever the state: signer_expired, legacy_rules
    std::optional<Date> clock = {};  ///< for clock_before_build: what this computer's clock says
    std::optional<Date> bound = {};  ///< and the day before which it cannot be

    friend bool operator==(const Check&, const Check&) = default;
};

/// Stable names for JSON and policy.toml: "sod_signature", "not_done".
CARD_API std::string_view name(CheckId id);
CARD_API std::string_view name(State state);
CARD_API std::optional<CheckId> check_named(std::string_view name);

} // namespace card::trust
