// SPDX-License-Identifier: Apache-2.0
// terminal_picture COLUMNS: prints what a terminal that wide shows in the end of what stands on the standard input, as
// at_terminal prints it.
#include "support/screen.hpp"

#include <iostream>
#include <iterator>

int main(int argc, char** argv)
{
    if (argc != 2)
        return 96;
    const std::string written{std::istreambuf_iterator<char>{std::cin}, {}};
    for (const std::string& line : test::Screen::of(written, std::stoul(argv[1])))
        std::cout << line << '\n';
    return 0;
}
