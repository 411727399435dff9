// SPDX-License-Identifier: Apache-2.0
// The PC/SC service dies and comes back under an application that never restarts. Runs in a sandbox of its own.
#include "issued_card.hpp"
#include "life/service.hpp"

#include <doctest/doctest.h>

namespace {

using test::Module;
using test::Session;

} // namespace

TEST_CASE("pkcs11 card: the PC/SC service dies and comes back" * doctest::test_suite("service lost"))
{
    test::IssuedCard card;
    const Module module;
    const Session session{module};
    REQUIRE(session.login(test::letter("PIN")) == CKR_OK);

    test::end_service();
    CK_SESSION_INFO info{};
    CHECK(module->C_GetSessionInfo(session, &info) == CKR_DEVICE_REMOVED);
    CHECK(module->C_GetSessionInfo(session, &info) == CKR_SESSION_HANDLE_INVALID);
    CHECK(test::tokens(module).empty());
    CK_TOKEN_INFO token{};
    CHECK(module->C_GetTokenInfo(0, &token) == CKR_TOKEN_NOT_PRESENT);

    test::start_service();
    card.expect_gone(); // with the virtual reader
    card.insert();
    const Session again{module};
    CHECK(again.state() == CKS_RO_PUBLIC_SESSION);
    CHECK(again.login(test::letter("PIN")) == CKR_OK);
}
