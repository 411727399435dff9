// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "passive_authentication.hpp"
#include "signed_groups.hpp"

#include "card/lds/security_infos.hpp"

/// The checks that rest on signed security infos: DG14, and EF.CardSecurity where it takes part.
namespace card::trust {

/// Chip authentication mapping where PACE ran with it, else Chip Authentication. `chain` is that of EF.SOD.
Check check_chip(
    const Evidence& evidence, const Believed<lds::SecurityInfos>& dg14, const SignerRules& rules, const Check& chain);

/// EF.CardAccess is not signed: DG14 repeats what it offers, so that nobody can make the terminal choose less.
/// [9303-11] §4.2
Check check_access_parameters(const Evidence& evidence, const Believed<lds::SecurityInfos>& dg14);

} // namespace card::trust
