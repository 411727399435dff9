// SPDX-License-Identifier: Apache-2.0
// What a decoder that somebody has taken over could do: sandbox_probe tries it inside the sandbox.
#include <doctest/doctest.h>

#include <array>
#include <string>

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

namespace {

/// The wait status of sandbox_probe after it tried `deed`.
int status_of(std::string deed)
{
    std::string program = CARD_SANDBOX_PROBE;
    std::array<char*, 3> arguments{program.data(), deed.data(), nullptr};
    std::array<char*, 1> environment{nullptr};
    pid_t pid = 0;
    REQUIRE(posix_spawn(&pid, program.c_str(), nullptr, nullptr, arguments.data(), environment.data()) == 0);
    int status = 0;
    REQUIRE(waitpid(pid, &status, 0) == pid);
    return status;
}

int exit_code(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int signal_of(int status)
{
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

} // namespace

TEST_CASE("image: inside the sandbox nothing but reading, writing and allocating is possible")
{
    CHECK(exit_code(status_of("nothing")) == 0);
    CHECK(exit_code(status_of("allocate_little")) == 0);
    for (const char* deed : {"open", "socket", "fork", "execute", "executable_memory", "make_executable", "signal"}) {
        INFO(deed);
        CHECK(signal_of(status_of(deed)) == SIGSYS);
    }
}

TEST_CASE("image: memory and processor time in the sandbox have an end")
{
    CHECK(exit_code(status_of("allocate_much")) == 3);
    const int status = status_of("spin");
    CHECK((signal_of(status) == SIGXCPU || signal_of(status) == SIGKILL));
}
