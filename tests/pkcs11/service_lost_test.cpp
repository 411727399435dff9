// SPDX-License-Identifier: Apache-2.0
// The PC/SC service dies and comes back under an application that never restarts. Runs in a sandbox of its own.
#include "issued_card.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

namespace {

using test::Module;
using test::Session;

void shell(const char* script)
{
    REQUIRE(std::system(script) == 0);
}

/// Kills the service of the sandbox, and remembers how it was started.
void kill_service()
{
    shell("cd $CARD_SANDBOX && tr '\\0' '\\n' < /proc/$(cat pcscd.pid)/cmdline > pcscd.command &&"
          " grep -az PCSCLITE /proc/$(cat pcscd.pid)/environ | tr '\\0' '\\n' > pcscd.environment &&"
          " kill -9 $(cat pcscd.pid) && rm -rf /run/pcscd/*");
}

void start_service()
{
    shell("cd $CARD_SANDBOX && { xargs -d '\\n' env $(cat pcscd.environment) < pcscd.command >> pcscd.log 2>&1 & } &&"
          " echo $! > pcscd.pid && sleep 1");
}

} // namespace

TEST_CASE("pkcs11 card: the PC/SC service dies and comes back" * doctest::test_suite("service lost"))
{
    test::IssuedCard card;
    const Module module;
    const Session session{module};
    REQUIRE(session.login(test::letter("PIN")) == CKR_OK);

    kill_service();
    CK_SESSION_INFO info{};
    CHECK(module->C_GetSessionInfo(session, &info) == CKR_DEVICE_REMOVED);
    CHECK(module->C_GetSessionInfo(session, &info) == CKR_SESSION_HANDLE_INVALID);
    CHECK(test::tokens(module).empty());
    CK_TOKEN_INFO token{};
    CHECK(module->C_GetTokenInfo(0, &token) == CKR_TOKEN_NOT_PRESENT);

    start_service();
    card.expect_gone(); // with the virtual reader
    card.insert();
    const Session again{module};
    CHECK(again.state() == CKS_RO_PUBLIC_SESSION);
    CHECK(again.login(test::letter("PIN")) == CKR_OK);
}
