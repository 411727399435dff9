// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "signed_groups.hpp"

#include "card/base/date.hpp"
#include "card/lds/dg1.hpp"
#include "card/lds/dg12.hpp"
#include "card/lds/dg13.hpp"

/// The checks that rest on what signed data groups say of document and holder.
namespace card::trust {

/// PACE was done; if the MRZ opened the card, DG1 holds the same.
Check check_access(const Evidence& evidence, const Believed<lds::Dg1>& dg1);

/// A key of the PKI application that DG13 names signed a challenge.
Check check_binding(const Evidence& evidence, const Believed<lds::Dg13>& dg13);

/// The key 9A that DG13 names signed a challenge after the PIN.
Check check_holder(const Evidence& evidence, const Believed<lds::Dg13>& dg13);

Check check_validity(const Believed<lds::Dg1>& dg1, const Believed<lds::Dg12>& dg12, const Believed<lds::Dg13>& dg13,
    Date today, Date source_date);

} // namespace card::trust
