// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/catalogue.hpp"
#include "card/trust/verdict.hpp"

#include <string>
#include <vector>

namespace idcard {

card::cli::ExitCode exit_code(card::trust::Overall overall);

/// "GENUINE – revocation and card status were not checked": the answer, what decided against the card, and for a
/// genuine one all that nobody checked, or only by data that are too old.
std::string headline(const card::trust::Verdict& verdict, const card::cli::Catalogue& catalogue);

/// "Issuer's signature", "Photograph (DG2)".
std::string subject(const card::trust::Check& check, const card::cli::Catalogue& catalogue);

/// What a check found, in one sentence.
std::string finding(const card::trust::Check& check, const card::cli::Catalogue& catalogue);

/// The one sentence on what to do now.
std::string advice(const card::trust::Verdict& verdict, const card::cli::Catalogue& catalogue);

} // namespace idcard
