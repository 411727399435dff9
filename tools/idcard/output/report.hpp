// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/catalogue.hpp"
#include "card/session/verification.hpp"

#include <string>

namespace idcard {

/// A verification as a page for the counter: headline, holder, each check with its finding, what to do now.
std::string to_text(const card::session::Verification& verification, const card::cli::Catalogue& catalogue);

/// After docs/schemas/verify-1.json. Texts are in the catalogue's language, everything else is the same in each.
std::string to_json(const card::session::Verification& verification, const card::cli::Catalogue& catalogue);

} // namespace idcard
