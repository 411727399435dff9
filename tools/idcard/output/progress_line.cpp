// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/progress_line.hpp"

#include "idcard/output/texts.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace idcard {

using card::session::Phase;

std::string progress_line(Phase phase, std::string_view file)
{
    return file.empty() ? std::string{name(phase)} : fmt::format("{} {}", name(phase), file);
}

std::string step_text(std::string_view step, const card::cli::Catalogue& catalogue)
{
    for (const Phase phase : {Phase::identifying, Phase::opening, Phase::reading, Phase::chip_proof, Phase::binding,
             Phase::holder, Phase::judging}) {
        if (name(phase) != step)
            continue;
        const texts::Text text = texts::phase(phase);
        return catalogue.text(text.context, text.english);
    }
    return std::string{step};
}

std::string progress_text(std::string_view line, const card::cli::Catalogue& catalogue)
{
    const auto space = std::min(line.find(' '), line.size());
    const std::string_view phase = line.substr(0, space);
    const std::string text = step_text(phase, catalogue);
    return text == phase ? std::string{line} : fmt::format("{}{} …", text, line.substr(space));
}

ProgressDisplay::ProgressDisplay(const card::cli::Catalogue& catalogue)
    : catalogue_{catalogue}, terminal_{isatty(STDERR_FILENO) == 1}
{
}

void ProgressDisplay::show(std::string_view line)
{
    if (!terminal_)
        return;
    fmt::print(stderr, "\r\033[K{}", progress_text(line, catalogue_));
    shown_ = true;
}

void ProgressDisplay::clear() noexcept
{
    if (shown_)
        std::fputs("\r\033[K", stderr);
    shown_ = false;
}

} // namespace idcard
