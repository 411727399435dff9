// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/trust/check.hpp"
#include "card/trust/freshness.hpp"

#include <set>
#include <string>
#include <string_view>

namespace card::trust {

/// Which checks a counter requires: data, not code.
struct Policy {
    std::set<CheckId> required;
    std::string issuing_state = "LAO"; ///< of the MRZ
    std::string country = "LA";        ///< of the signer and of the CSCA
    Freshness limits = {};             ///< how old data may be
    bool foreign_documents = false;    ///< those of other states as well, under pki::Leniency::foreign_legacy

    bool requires_check(CheckId id) const { return required.contains(id); }

    friend bool operator==(const Policy&, const Policy&) = default;
};

/// Access protocol, SOD signature, chain, group hashes, chip genuine, repeated access parameters and document
/// validity are required.
CARD_API Policy default_policy();

/// Reads policy.toml. Throws config_invalid, with the line, on unknown keys and values.
CARD_API Policy parse_policy(std::string_view toml);

/// policy.toml of this policy.
CARD_API std::string to_toml(const Policy& policy);

} // namespace card::trust
