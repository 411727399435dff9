// SPDX-License-Identifier: Apache-2.0
#include "card/base/hex.hpp"
#include "card/cli/printable.hpp"
#include "card/trust/package_contents.hpp"
#include "idcard/output/report_parts.hpp"

namespace idcard {

using card::cli::Catalogue;
using card::trust::Level;

namespace {

std::string level_text(Level level, const Catalogue& catalogue)
{
    switch (level) {
    case Level::full:
        return catalogue.text("all data");
    case Level::no_photo:
        return catalogue.text("without pictures");
    case Level::hashes_only:
        return catalogue.text("hashes only");
    }
    return {};
}

} // namespace

Rows evidence_rows(const EvidenceNote& note, const Catalogue& catalogue)
{
    Rows rows{{catalogue.text("Personal data"), level_text(note.level, catalogue)}};
    if (const auto& witness = note.witness) {
        rows.emplace_back(catalogue.text("Counter"), card::cli::printable(witness->counter));
        rows.emplace_back(catalogue.text("Seen on"), card::trust::utc_text(witness->time));
        rows.emplace_back(catalogue.text("Program"), card::cli::printable(witness->program));
    }
    rows.emplace_back(catalogue.text("Challenge"), card::to_hex(note.challenge));
    rows.emplace_back(catalogue.text("Judged for"), card::to_text(note.day));
    rows.emplace_back(catalogue.text("Chip"),
        note.is_signed ? catalogue.text("A key of this card signed the evidence; anybody can check it again.")
                       : catalogue.text("That the chip is no copy was witnessed by the counter alone."));
    return rows;
}

} // namespace idcard
