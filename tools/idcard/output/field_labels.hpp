// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/catalogue.hpp"
#include "idcard/output/texts.hpp"

#include <span>
#include <string>

namespace idcard {

/// What a member of decode() is called on a page: "Document number" for document_number. A name that needs no
/// translation, such as DG1, stays as it is.
std::string field_label(std::string_view key, const card::cli::Catalogue& catalogue);

/// "adult, ten years" for adult; values that are no such words stay as they are.
std::string value_label(std::string_view value, const card::cli::Catalogue& catalogue);

/// All of them, for the catalogue: `FIELD/document_number`.
std::span<const texts::Text> all_labels();

} // namespace idcard
