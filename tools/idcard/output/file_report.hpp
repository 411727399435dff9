// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/catalogue.hpp"
#include "card/profile/profile.hpp"
#include "card/session/file_set.hpp"

#include <string>

namespace idcard {

/// The files of a card, one after the other: what each says, or why it could not be read.
std::string to_text(
    const card::session::FileSet& set, const card::profile::Profile& profile, const card::cli::Catalogue& catalogue);

/// After docs/schemas/read-1.json; `raw` adds each file in hexadecimal.
std::string to_json(const card::session::FileSet& set, const card::profile::Profile& profile,
    const card::cli::Catalogue& catalogue, bool raw);

/// Why a file could not be read, in one sentence.
std::string reason_text(const card::Error& problem, const card::cli::Catalogue& catalogue);

} // namespace idcard
