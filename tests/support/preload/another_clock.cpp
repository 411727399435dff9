// SPDX-License-Identifier: Apache-2.0
// Named in LD_PRELOAD, this library shifts the clock of a program by CLOCK_SHIFT seconds, or by those that stand in
// CLOCK_SHIFT_FILE at that moment.
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include <dlfcn.h>

namespace {

time_t shift_of_file(const char* name)
{
    long seconds = 0;
    std::FILE* const file = std::fopen(name, "re");
    if (file == nullptr || std::fscanf(file, "%ld", &seconds) != 1)
        std::_Exit(125);
    std::fclose(file);
    return seconds;
}

time_t shift()
{
    if (const char* const file = std::getenv("CLOCK_SHIFT_FILE"))
        return shift_of_file(file);
    const char* const seconds = std::getenv("CLOCK_SHIFT");
    return seconds == nullptr ? 0 : std::atol(seconds);
}

} // namespace

extern "C" {

int clock_gettime(clockid_t clock, timespec* out) noexcept
{
    using Function = int (*)(clockid_t, timespec*);
    static const auto real = reinterpret_cast<Function>(::dlsym(RTLD_NEXT, "clock_gettime"));
    const int result = real(clock, out);
    if (result == 0 && clock == CLOCK_REALTIME)
        out->tv_sec += shift();
    return result;
}

time_t time(time_t* out) noexcept
{
    timespec now{};
    clock_gettime(CLOCK_REALTIME, &now);
    if (out != nullptr)
        *out = now.tv_sec;
    return now.tv_sec;
}

} // extern "C"
