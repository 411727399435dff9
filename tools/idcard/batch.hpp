// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/exit_code.hpp"
#include "idcard/evidence_file.hpp"

#include <array>
#include <functional>
#include <vector>

namespace idcard {

/// What became of one file of a batch.
struct BatchResult {
    std::string file;                            ///< its name in the folder
    std::optional<card::trust::Verdict> verdict; ///< none: it could not be judged
    std::optional<EvidenceNote> note;
    std::optional<card::Errc> problem; ///< if there is no verdict
    unsigned trust_serial = 0;         ///< of the package that it was judged with, 0 without one
};

/// How a program that judged this file alone would end: 3 for a challenge that nobody answered, else 6.
card::cli::ExitCode exit_without_verdict(const BatchResult& result);

struct BatchSummary {
    std::array<std::size_t, 5> verdicts{}; ///< by card::trust::Overall; undetermined also without an answered challenge
    std::size_t unusable = 0;

    void count(const BatchResult& result);
    /// The worst that happened, as a number for scripts: not genuine, then not judged, undetermined, not valid, stale.
    card::cli::ExitCode exit() const;
};

/// The regular files of a folder by name; those in folders below and hidden ones are none of the batch.
/// Throws file_unreadable, also if there are none.
std::vector<std::filesystem::path> batch_files(const std::filesystem::path& folder);

/// Judges the files in as many threads (0: as many as there are processors), and hands over each result in the order of
/// the files, in the thread that called. One bad file never stops the others.
void judge_batch(const std::vector<std::filesystem::path>& files, const Judging& judging, unsigned threads,
    const std::function<void(BatchResult&&)>& take);

} // namespace idcard
