// SPDX-License-Identifier: Apache-2.0
// A machine without the PC/SC service: no slots, and nothing that crashes or waits for ever.
#include "module.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <thread>

namespace {

using Clock = std::chrono::steady_clock;
using namespace std::chrono_literals;

} // namespace

TEST_CASE("pkcs11: without the PC/SC service there are no slots")
{
    const test::Module module;
    CK_ULONG count = 7;
    CHECK(module->C_GetSlotList(CK_FALSE, nullptr, &count) == CKR_OK);
    CHECK(count == 0);
    count = 7;
    CHECK(module->C_GetSlotList(CK_TRUE, nullptr, &count) == CKR_OK);
    CHECK(count == 0);
    CK_SLOT_ID id = 42;
    count = 1;
    CHECK(module->C_GetSlotList(CK_TRUE, &id, &count) == CKR_OK);
    CHECK(count == 0);
    CHECK(id == 42);
    CHECK(module->C_GetSlotList(CK_TRUE, nullptr, nullptr) == CKR_ARGUMENTS_BAD);
}

TEST_CASE("pkcs11: slots and sessions that do not exist")
{
    const test::Module module;
    CK_ULONG number = 0;
    CK_SLOT_INFO slot{};
    CK_TOKEN_INFO token{};
    CK_SESSION_INFO session{};
    for (const CK_SLOT_ID id : {CK_SLOT_ID{0}, CK_SLOT_ID{255}, ~CK_SLOT_ID{0}}) {
        CHECK(module->C_GetSlotInfo(id, &slot) == CKR_SLOT_ID_INVALID);
        CHECK(module->C_GetTokenInfo(id, &token) == CKR_SLOT_ID_INVALID);
        CHECK(module->C_GetMechanismList(id, nullptr, &number) == CKR_SLOT_ID_INVALID);
        CHECK(module->C_OpenSession(id, CKF_SERIAL_SESSION, nullptr, nullptr, &number) == CKR_SLOT_ID_INVALID);
        CHECK(module->C_CloseAllSessions(id) == CKR_SLOT_ID_INVALID);
    }
    for (const CK_SESSION_HANDLE handle : {CK_SESSION_HANDLE{0}, CK_SESSION_HANDLE{256}, ~CK_SESSION_HANDLE{0}}) {
        CHECK(module->C_GetSessionInfo(handle, &session) == CKR_SESSION_HANDLE_INVALID);
        CHECK(module->C_CloseSession(handle) == CKR_SESSION_HANDLE_INVALID);
        CHECK(module->C_Logout(handle) == CKR_SESSION_HANDLE_INVALID);
        CHECK(module->C_FindObjectsFinal(handle) == CKR_SESSION_HANDLE_INVALID);
    }
}

TEST_CASE("pkcs11: no event, when asked without waiting")
{
    const test::Module module;
    CK_SLOT_ID id = 0;
    CHECK(module->C_WaitForSlotEvent(CKF_DONT_BLOCK, &id, nullptr) == CKR_NO_EVENT);
    CHECK(module->C_WaitForSlotEvent(CKF_DONT_BLOCK, nullptr, nullptr) == CKR_ARGUMENTS_BAD);
    CHECK(module->C_WaitForSlotEvent(CKF_DONT_BLOCK, &id, &id) == CKR_ARGUMENTS_BAD);
}

TEST_CASE("pkcs11: C_Finalize ends a wait for an event within a second")
{
    const test::LoadedModule module;
    REQUIRE(module->C_Initialize(nullptr) == CKR_OK);
    CK_RV waited = CKR_OK;
    std::thread waiting{[&] {
        CK_SLOT_ID id = 0;
        waited = module->C_WaitForSlotEvent(0, &id, nullptr);
    }};
    std::this_thread::sleep_for(100ms);
    const Clock::time_point begin = Clock::now();
    CHECK(module->C_Finalize(nullptr) == CKR_OK);
    waiting.join();
    CHECK(Clock::now() - begin < 1s);
    CHECK(waited == CKR_CRYPTOKI_NOT_INITIALIZED);
}
