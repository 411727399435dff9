// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/catalogue.hpp"
#include "idcard/trust/listing.hpp"

#include <string>
#include <vector>

namespace idcard {

std::string to_text(const std::vector<ListedItem>& items, const card::cli::Catalogue& catalogue);
std::string to_json(const std::vector<ListedItem>& items);

} // namespace idcard
