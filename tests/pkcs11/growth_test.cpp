// SPDX-License-Identifier: Apache-2.0
// Loaded, used on a card and unloaded, a thousand times in one process: rule P11-7 with the PC/SC service.
#include "issued_card.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include <malloc.h>

namespace {

std::ptrdiff_t entries(const char* folder)
{
    const std::filesystem::directory_iterator all{folder};
    return std::distance(begin(all), end(all));
}

void use_once()
{
    const test::Module module;
    const test::Session session{module};
    CK_SESSION_INFO info{};
    CHECK(module->C_GetSessionInfo(session, &info) == CKR_OK);
}

} // namespace

TEST_CASE("pkcs11 card: P11-7, a thousand times loaded, with a session, and unloaded without growth")
{
    const test::IssuedCard card;
    for (int i = 0; i < 20; ++i)
        use_once();
    const std::ptrdiff_t files = entries("/proc/self/fd");
    const std::ptrdiff_t threads = entries("/proc/self/task");
    const std::size_t bytes = mallinfo2().uordblks;
    for (int i = 0; i < 1000; ++i)
        use_once();
    MESSAGE("bytes in use: ", bytes, " -> ", mallinfo2().uordblks);
    CHECK(entries("/proc/self/fd") == files);
    CHECK(entries("/proc/self/task") == threads);
    CHECK(mallinfo2().uordblks < bytes + 20'000);
}
