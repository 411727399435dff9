// SPDX-License-Identifier: Apache-2.0
// at_terminal [PROMPT ANSWER]... -- COMMAND...: runs COMMAND at a terminal of its own, waits for each PROMPT on it and
// types the ANSWER. Prints what the terminal showed; ends with the exit code of COMMAND, or with 99 if a prompt did not
// come.
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fcntl.h>

#include <array>
#include <iostream>
#include <string>
#include <string_view>

namespace {

constexpr int patience_ms = 20'000;

/// The master side of a terminal and all that it showed.
class Terminal {
public:
    Terminal() : master_{posix_openpt(O_RDWR | O_NOCTTY)}
    {
        if (master_ < 0 || grantpt(master_) != 0 || unlockpt(master_) != 0)
            exit(98);
    }

    pid_t start(char** command) const
    {
        const std::string name = ptsname(master_);
        const pid_t child = fork();
        if (child == 0) {
            setsid();
            const int slave = open(name.c_str(), O_RDWR);
            ioctl(slave, TIOCSCTTY, 0);
            for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
                dup2(slave, standard);
            close(master_);
            execvp(command[0], command);
            _exit(97);
        }
        return child;
    }

    /// False when the command ended, or showed nothing for a while.
    bool read_more()
    {
        pollfd waiting{master_, POLLIN, 0};
        std::array<char, 4096> chunk;
        if (poll(&waiting, 1, patience_ms) <= 0)
            return false;
        const auto size = read(master_, chunk.data(), chunk.size());
        if (size <= 0)
            return false;
        shown_.append(chunk.data(), static_cast<std::size_t>(size));
        return true;
    }

    /// Waits for a prompt behind those that were answered already.
    bool answer(std::string_view prompt, std::string_view typed)
    {
        for (;;) {
            if (const auto at = shown_.find(prompt, answered_); at != std::string::npos) {
                answered_ = at + prompt.size();
                break;
            }
            if (!read_more())
                return false;
        }
        const std::string line = std::string{typed} + '\n';
        return write(master_, line.data(), line.size()) == static_cast<ssize_t>(line.size());
    }

    const std::string& shown() const { return shown_; }

private:
    int master_;
    std::string shown_;
    std::size_t answered_ = 0;
};

} // namespace

int main(int argc, char** argv)
{
    int separator = 1;
    while (separator < argc && std::string_view{argv[separator]} != "--")
        separator += 2;
    if (separator + 1 >= argc)
        return 96;
    Terminal terminal;
    const pid_t child = terminal.start(argv + separator + 1);
    bool answered = true;
    for (int i = 1; i < separator && answered; i += 2)
        answered = terminal.answer(argv[i], argv[i + 1]);
    if (!answered)
        kill(child, SIGKILL);
    while (terminal.read_more()) {
    }
    int status = 0;
    waitpid(child, &status, 0);
    std::cout << terminal.shown();
    return answered && WIFEXITED(status) ? WEXITSTATUS(status) : 99;
}
