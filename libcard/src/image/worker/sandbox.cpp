// SPDX-License-Identifier: Apache-2.0
#include "sandbox.hpp"

#include <array>
#include <cerrno>
#include <memory>

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace card::image::worker {

namespace {

bool limit(__rlimit_resource resource, rlim_t value)
{
    const rlimit limits{value, value};
    return setrlimit(resource, &limits) == 0;
}

bool limit_resources()
{
    return limit(RLIMIT_AS, memory_limit) && limit(RLIMIT_CPU, cpu_seconds) && limit(RLIMIT_FSIZE, 0) &&
           limit(RLIMIT_CORE, 0) && limit(RLIMIT_NPROC, 0);
}

struct Release {
    void operator()(void* filter) const { seccomp_release(filter); }
};

bool filter_system_calls()
{
    const std::unique_ptr<void, Release> filter{seccomp_init(SCMP_ACT_KILL_PROCESS)};
    if (!filter)
        return false;
    // What reading, writing, allocating and ending need.
    constexpr std::array allowed{SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap),
        SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(getrandom), SCMP_SYS(exit), SCMP_SYS(exit_group)};
    for (const int call : allowed)
        if (seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, call, 0) != 0)
            return false;
    // Memory, but nothing that could be executed and no file.
    constexpr scmp_arg_cmp never_executable{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};
    constexpr scmp_arg_cmp no_file{3, SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS};
    return seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, never_executable, no_file) == 0 &&
           seccomp_rule_add(filter.get(), SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, never_executable) == 0 &&
           seccomp_load(filter.get()) == 0;
}

} // namespace

bool enter_sandbox()
{
    return prctl(PR_SET_DUMPABLE, 0) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && limit_resources() &&
           filter_system_calls();
}

} // namespace card::image::worker
