// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "signed_groups.hpp"

#include "card/base/date.hpp"
#include "card/lds/dg1.hpp"
#include "card/lds/dg12.hpp"
#include "card/lds/dg13.hpp"
#include "card/lds/security_infos.hpp"

/// The checks that rest on signed data groups.
namespace card::trust {

Check check_chip(const Evidence& evidence, const Believed<lds::SecurityInfos>& dg14);

/// EF.CardAccess is not signed: DG14 repeats what it offers, so that nobody can make the terminal choose less.
/// [9303-11] §4.2
Check check_access_parameters(const Evidence& evidence, const Believed<lds::SecurityInfos>& dg14);

Check check_binding(const Evidence& evidence, const Believed<lds::Dg13>& dg13);

Check check_validity(const Believed<lds::Dg1>& dg1, const Believed<lds::Dg12>& dg12, const Believed<lds::Dg13>& dg13,
    Date today, Date source_date);

} // namespace card::trust
