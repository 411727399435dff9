// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/catalogue.hpp"
#include "card/session/inspection.hpp"

#include <string>

namespace idcard {

/// A card in a reader, as far as it shows itself to everybody.
struct Inspected {
    std::string reader;
    card::Bytes atr;
    card::session::CardInfo info;
};

std::string to_text(const Inspected& card, const card::cli::Catalogue& catalogue);
/// After docs/schemas/info-1.json; the same in every language.
std::string to_json(const Inspected& card);

} // namespace idcard
