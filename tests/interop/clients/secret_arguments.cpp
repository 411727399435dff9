// SPDX-License-Identifier: Apache-2.0
// For programs that take a PIN on their command line alone, where everybody on the machine can read it. Named in
// LD_PRELOAD, this library replaces each argument file:NAME of the program named in SECRET_ARGUMENTS_OF by the content
// of that file, before main begins. /proc/PID/cmdline still shows file:NAME. Ends the program if a file cannot be read.
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace {

constexpr std::string_view prefix = "file:";
constexpr std::size_t longest = 64;
constexpr std::size_t most = 4;

std::array<std::array<char, longest + 1>, most> secrets{};

[[noreturn]] void fail(const char* name)
{
    std::fprintf(stderr, "secret_arguments: cannot take %s\n", name);
    std::_Exit(125);
}

void replace_arguments(int count, char** arguments, char**)
{
    const char* const program = std::getenv("SECRET_ARGUMENTS_OF");
    if (program == nullptr || std::string_view{program} != program_invocation_short_name)
        return;
    std::size_t used = 0;
    for (int i = 1; i < count; ++i) {
        if (!std::string_view{arguments[i]}.starts_with(prefix))
            continue;
        const char* const name = arguments[i] + prefix.size();
        const int file = ::open(name, O_RDONLY | O_CLOEXEC);
        if (file < 0 || used == most || ::read(file, secrets[used].data(), longest) <= 0)
            fail(name);
        ::close(file);
        arguments[i] = secrets[used++].data();
    }
}

[[gnu::section(".init_array"), gnu::used]] void (*const initializer)(int, char**, char**) = replace_arguments;

} // namespace
