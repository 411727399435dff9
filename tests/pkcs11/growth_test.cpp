// SPDX-License-Identifier: Apache-2.0
// Loaded, used on a card and unloaded, a thousand times in one process: rule P11-7 with the PC/SC service.
#include "issued_card.hpp"

#include "support/process.hpp"

#include <doctest/doctest.h>

#include <malloc.h>

namespace {

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
    const std::ptrdiff_t files = test::open_files();
    const std::ptrdiff_t threads = test::threads();
    const std::size_t bytes = mallinfo2().uordblks;
    for (int i = 0; i < 1000; ++i)
        use_once();
    MESSAGE("bytes in use: ", bytes, " -> ", mallinfo2().uordblks);
    CHECK(test::open_files() == files);
    CHECK(test::threads() == threads);
    CHECK(mallinfo2().uordblks < bytes + 20'000);
}
