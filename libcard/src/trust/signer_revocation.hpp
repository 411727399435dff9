// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/lds/sod.hpp"
#include "card/trust/check.hpp"
#include "card/trust/trust_data.hpp"

#include <optional>

namespace card::trust {

/// Judges the signer by the installed lists of its issuer; only complete lists count. A signer that is listed fails,
/// however old the list is, with one exception: if the reason says that the key never left the issuer's hands
/// (superseded, ceased, changed or withdrawn by its owner), what it signed before that day stays good, and the signed
/// date of issue may be believed. A stolen key writes any date, so every other reason counts whatever the date, and so
/// does none. `issued` is that date, none if it is not known. Silence passes if the list is young enough.
/// [9303-12] §7.2
Check check_signer_revocation(
    const pki::Certificate& signer, const TrustData& trust, std::optional<Date> issued, Date today);

/// The same once `chain` passed; otherwise it is not known whose lists to ask.
Check check_signer_revocation(const std::optional<lds::Sod>& sod, const Check& chain, const TrustData& trust,
    std::optional<Date> issued, Date today);

} // namespace card::trust
