// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/catalogue.hpp"
#include "idcard/batch.hpp"

#include <string>

namespace idcard {

/// The columns of batch_csv, on one line.
std::string batch_csv_header();

/// One line of values separated by commas. [RFC4180] Nothing that names the holder is in it.
std::string batch_csv(const BatchResult& result);

/// One line after docs/schemas/batch-1.json.
std::string batch_json(const BatchResult& result);

/// How many of each, for a person.
std::string batch_summary(const BatchSummary& summary, const card::cli::Catalogue& catalogue);

/// A bar of `width` columns: "[#####     ]  50 % (5/10)".
std::string progress_bar(std::size_t done, std::size_t all, std::size_t width = 40);

} // namespace idcard
