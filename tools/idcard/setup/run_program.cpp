// SPDX-License-Identifier: Apache-2.0
#include "idcard/setup/run_program.hpp"

#include "card/base/error.hpp"
#include "idcard/setup/places.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <thread>

namespace idcard::setup {

using card::Errc;
using card::Error;

namespace {

constexpr std::chrono::seconds patience{60};
constexpr std::chrono::milliseconds interval{10};

/// What the new process starts with.
class Start {
public:
    Start()
    {
        posix_spawn_file_actions_init(&files_);
        posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_adddup2(&files_, STDOUT_FILENO, STDERR_FILENO);
        posix_spawnattr_init(&attributes_);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSID);
    }

    ~Start()
    {
        posix_spawnattr_destroy(&attributes_);
        posix_spawn_file_actions_destroy(&files_);
    }

    Start(const Start&) = delete;
    Start& operator=(const Start&) = delete;

    /// Returns 0 or errno.
    int spawn(pid_t& process, const std::string& program, std::vector<char*>& arguments) const
    {
        return posix_spawn(&process, program.c_str(), &files_, &attributes_, arguments.data(), environ);
    }

private:
    posix_spawn_file_actions_t files_{};
    posix_spawnattr_t attributes_{};
};

} // namespace

int run_program(const std::vector<std::string>& command)
{
    const auto program = program_on_path(command.front());
    if (!program)
        throw Error{Errc::tool_missing, "not on PATH"}.with_field(command.front());
    const Error failed = Error{Errc::tool_failed, "no result"}.with_field(fmt::format("{}", fmt::join(command, " ")));
    std::vector<std::string> words = command;
    std::vector<char*> arguments;
    for (std::string& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);

    pid_t process = 0;
    if (Start{}.spawn(process, program->string(), arguments) != 0)
        throw failed;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    int status = 0;
    for (pid_t ended = 0; ended != process;) {
        ended = waitpid(process, &status, WNOHANG);
        if (ended < 0 && errno != EINTR)
            throw failed;
        if (ended == 0 && std::chrono::steady_clock::now() > deadline) {
            kill(process, SIGKILL);
            waitpid(process, &status, 0);
            throw failed;
        }
        if (ended != process)
            std::this_thread::sleep_for(interval);
    }
    if (!WIFEXITED(status))
        throw failed;
    return WEXITSTATUS(status);
}

} // namespace idcard::setup
