// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/cli/catalogue.hpp"
#include "card/session/progress.hpp"

#include <string>

namespace idcard {

/// A step as one stable line between two processes and in errors: "reading EF.SOD".
std::string progress_line(card::session::Phase phase, std::string_view file);

/// The line in the catalogue's language.
std::string progress_text(std::string_view line, const card::cli::Catalogue& catalogue);

/// The step of a cost, which is the name of a phase or of a file, in the catalogue's language.
std::string step_text(std::string_view step, const card::cli::Catalogue& catalogue);

/// One line on standard error that is overwritten by the next step; nothing if that is no terminal.
class ProgressDisplay {
public:
    explicit ProgressDisplay(const card::cli::Catalogue& catalogue);

    ~ProgressDisplay() { clear(); }

    ProgressDisplay(const ProgressDisplay&) = delete;
    ProgressDisplay& operator=(const ProgressDisplay&) = delete;

    void show(std::string_view line);
    void clear() noexcept;

private:
    const card::cli::Catalogue& catalogue_;
    bool terminal_;
    bool shown_ = false;
};

} // namespace idcard
