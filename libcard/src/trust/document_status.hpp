// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/lds/dg1.hpp"
#include "card/lds/dg12.hpp"
#include "card/lds/dg13.hpp"
#include "card/trust/check.hpp"
#include "card/trust/trust_data.hpp"
#include "signed_groups.hpp"

namespace card::trust {

/// Judges the card by the installed card status list. A card that is listed fails, however old the list is. Silence
/// passes if the list is young enough and speaks of this card at all. Another country's card, or one without DG13, is
/// not checked.
Check check_card_status(const TrustData& trust, const Believed<lds::Dg1>& dg1, const Believed<lds::Dg12>& dg12,
    const Believed<lds::Dg13>& dg13, Date today);

} // namespace card::trust
