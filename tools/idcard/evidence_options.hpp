// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "idcard/context.hpp"
#include "idcard/evidence_file.hpp"
#include "idcard/output/report.hpp"

#include <string>

namespace idcard {

/// What `verify` takes to save evidence, and to judge it again.
struct EvidenceOptions {
    std::string evidence; ///< a file to be judged in place of a card
    std::string batch;    ///< a folder of them
    unsigned threads = 0;
    std::string at;
    std::string challenge; ///< hexadecimal
    std::string save;      ///< the file to be written
    std::string level = "no_photo";
    std::string counter;
    std::string html;

    bool without_card() const { return !evidence.empty() || !batch.empty(); }

    /// The slots sign the evidence if somebody will look at it later.
    bool is_kept() const { return !save.empty() || !challenge.empty(); }

    card::trust::Level saved_level() const { return card::trust::level_named(level).value(); }
};

void add_evidence_options(CLI::App& command, const Context& context, EvidenceOptions& options);

/// Throws usage for what does not fit together: evidence is judged without a card.
void check_evidence_options(const EvidenceOptions& options, const CLI::App& command);

/// Who writes evidence, at this moment.
card::trust::Witness witness_of(const Context& context, const EvidenceOptions& options);

/// The page for a browser, with the photograph if the verdict vouches for it.
std::string html_page(
    const Context& context, const card::session::Verification& verification, const ReportExtras& extras);

/// `verify --evidence FILE` and `verify --batch FOLDER`.
void verify_evidence(
    Context& context, const EvidenceOptions& options, const TrustData& trust, const card::profile::Profile& profile);
void verify_batch(
    Context& context, const EvidenceOptions& options, const TrustData& trust, const card::profile::Profile& profile);

} // namespace idcard
