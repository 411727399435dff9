// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/session/progress.hpp"
#include "card/trust/verdict.hpp"

#include <span>
#include <string_view>

/// What the verdict and the progress say, as keys of the message catalogue.
namespace idcard::texts {

/// An English text and its context in the catalogue.
struct Text {
    std::string_view context; ///< `VERDICT-GENUINE/headline`
    std::string_view english;
};

Text headline(card::trust::Overall overall);
/// The last sentence of a verdict whose deciding check has no advice of its own.
Text advice(card::trust::Overall overall);

Text check_name(card::trust::CheckId id);
/// What it means that the check passed.
Text passed(card::trust::CheckId id);
/// What the headline says when nobody did the check; empty where it says nothing.
Text not_done(card::trust::CheckId id);
Text neither_revocation_nor_status();
Text state_word(card::trust::State state);

Text phase(card::session::Phase phase);

/// All of them, for the catalogue.
std::span<const Text> all();

} // namespace idcard::texts
