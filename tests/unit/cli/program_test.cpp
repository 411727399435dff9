// SPDX-License-Identifier: Apache-2.0
#include "card/cli/program.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>

using namespace card::cli;

TEST_CASE("program: no core file, it would hold PINs")
{
    rlimit inside{.rlim_cur = 1, .rlim_max = 1};
    std::string name = "program";
    char* argv[] = {name.data(), nullptr};
    const int exit = program_main("program", "0", 1, argv, [&](const Program&) {
        getrlimit(RLIMIT_CORE, &inside);
        return ExitCode::done;
    });
    CHECK(exit == 0);
    CHECK(inside.rlim_cur == 0);
    CHECK(inside.rlim_max == 0);
}
