// SPDX-License-Identifier: Apache-2.0
// sandbox_probe DEED: enters the worker's sandbox and tries something. Ends with 0 if it could be done, with 3 if
// memory was refused; without a deed it waits for ever, outside.
#include "sandbox.hpp"

#include <csignal>
#include <functional>
#include <map>
#include <new>
#include <string_view>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

volatile unsigned char* volatile touched = nullptr; // keeps the allocation from being optimised away

void allocate(std::size_t size)
{
    auto* memory = new unsigned char[size];
    for (std::size_t i = 0; i < size; i += 4096)
        memory[i] = 1;
    touched = memory;
}

const std::map<std::string_view, std::function<void()>> deeds{
    {"nothing", [] {}},
    {"allocate_little", [] { allocate(32U << 20); }},
    {"allocate_much", [] { allocate(card::image::worker::memory_limit); }},
    {"open", [] { open("/etc/passwd", O_RDONLY); }},
    {"socket", [] { socket(AF_INET, SOCK_STREAM, 0); }},
    {"fork", [] { fork(); }},
    {"execute", [] { execl("/bin/true", "true", nullptr); }},
    {"executable_memory", [] { mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); }},
    {"make_executable",
        [] {
            void* memory = mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
            mprotect(memory, 4096, PROT_READ | PROT_EXEC);
        }},
    {"signal", [] { kill(getppid(), SIGTERM); }},
    {"spin",
        [] {
            for (volatile bool more = true; more;) {
            }
        }},
};

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        return pause();
    const auto& deed = deeds.at(argv[1]);
    if (!card::image::worker::enter_sandbox())
        return 2;
    try {
        deed();
    } catch (const std::bad_alloc&) {
        _exit(3);
    }
    _exit(0);
}
