// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace idcard {

/// Labels and values.
using Rows = std::vector<std::pair<std::string, std::string>>;

/// Two columns behind `indent` spaces; rows without a value are left out.
std::string table(const Rows& rows, std::size_t indent = 2);

} // namespace idcard
