// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/pki/leniency.hpp"
#include "card/pki/lint.hpp"
#include "idcard/output/texts.hpp"

#include <span>
#include <string_view>

namespace idcard::texts {

/// What breaks the rule, as a sentence.
Text broken(card::pki::LintRule rule);

/// What only the rules for old documents let pass, as a sentence.
Text allowed(card::pki::Allowance allowance);

/// What one of listed_kinds() is called.
Text listed_kind(std::string_view kind);

/// All of them, for the catalogue.
std::span<const Text> all_trust_texts();

} // namespace idcard::texts
