// SPDX-License-Identifier: Apache-2.0
#include "line/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

namespace perso::line {

std::size_t terminal_width()
{
    constexpr std::size_t usual = 80;
    ::winsize window{};
    const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0;
    return known ? window.ws_col : usual;
}

} // namespace perso::line
