// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "idcard/output/report.hpp"
#include "idcard/output/table.hpp"

/// What the page for the counter and the one for a browser share.
namespace idcard {

/// What the card says of its holder, label and value; the age is that on `today`.
Rows holder_rows(
    const card::session::Verification& verification, const card::cli::Catalogue& catalogue, card::Date today);

bool has_values(const Rows& rows);

/// Data of a card that is not known to be genuine are claims.
std::string holder_heading(card::trust::Overall overall, const card::cli::Catalogue& catalogue);

/// "Trust package 37 of 2026-11-22, a newer one is due on 2026-12-22"; empty without one.
std::string trust_line(const std::optional<TrustNote>& note, const card::cli::Catalogue& catalogue);

/// Who saw the card and what anybody can check again.
Rows evidence_rows(const EvidenceNote& note, const card::cli::Catalogue& catalogue);

} // namespace idcard
