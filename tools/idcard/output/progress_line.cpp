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

std::string progress_text(std::string_view line, const card::cli::Catalogue& catalogue)
{
    const auto space = std::min(line.find(' '), line.size());
    for (const Phase phase :
        {Phase::identifying, Phase::opening, Phase::reading, Phase::chip_proof, Phase::binding, Phase::judging}) {
        if (name(phase) != line.substr(0, space))
            continue;
        const texts::Text text = texts::phase(phase);
        return fmt::format("{}{} …", catalogue.text(text.context, text.english), line.substr(space));
    }
    return std::string{line};
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
