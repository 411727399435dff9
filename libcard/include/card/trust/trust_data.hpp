// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/date.hpp"
#include "card/pki/crl.hpp"
#include "card/trust/anchors.hpp"
#include "card/trust/freshness.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace card::trust {

class ProvenSigners;
class StatusList;

/// All that a counter installed, as input of the verdict. Copies share the status list and what was proven.
struct TrustData {
    Anchors anchors;
    std::vector<pki::Crl> signer_crls;        ///< verified when they were loaded
    std::shared_ptr<const StatusList> status; ///< none: no card status list was ever installed
    std::optional<Time> this_update;          ///< of the package; none: trust that came without one
    std::optional<Time> next_update;
    unsigned serial = 0; ///< of the package, 0 without one
    Freshness limits;
    std::shared_ptr<ProvenSigners> proven; ///< remembers chains from one verdict to the next; none: nothing is kept
};

} // namespace card::trust
