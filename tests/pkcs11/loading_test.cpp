// SPDX-License-Identifier: Apache-2.0
#include "module.hpp"

#include "support/process.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstring>
#include <fstream>

#include <dlfcn.h>
#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using test::LoadedModule;
using test::Module;
using test::open_files;
using test::threads;

CK_RV no_mutex(void**)
{
    return CKR_OK;
}

CK_RV no_lock(void*)
{
    return CKR_OK;
}

std::size_t resident_pages()
{
    std::ifstream file{"/proc/self/statm"};
    std::size_t all = 0;
    std::size_t resident = 0;
    file >> all >> resident;
    return resident;
}

bool is_loaded()
{
    void* const library = dlopen(CARD_MODULE, RTLD_NOW | RTLD_NOLOAD);
    if (library != nullptr)
        dlclose(library);
    return library != nullptr;
}

/// All members of the function list after the version, as plain pointers.
std::array<void*, 68> functions_of(const LoadedModule& module)
{
    std::array<void*, 68> functions{};
    static_assert(sizeof(CK_FUNCTION_LIST) == sizeof functions + sizeof(void*));
    std::memcpy(functions.data(), &module->C_Initialize, sizeof functions);
    return functions;
}

} // namespace

/// Another module of the process, loaded earlier and with its symbols in sight of everybody.
extern "C" __attribute__((visibility("default"))) CK_RV C_Initialize(void*)
{
    return CKR_VENDOR_DEFINED;
}

TEST_CASE("pkcs11: the function list is complete, and the module's own")
{
    const LoadedModule module;
    CHECK(module->version.major == 2);
    CHECK(module->version.minor == 40);
    CHECK(module->C_GetFunctionList(nullptr) == CKR_ARGUMENTS_BAD);
    for (void* function : functions_of(module)) {
        Dl_info where{};
        REQUIRE(dladdr(function, &where) != 0);
        CHECK(std::string{where.dli_fname}.ends_with("idcard-pkcs11.so"));
    }
}

TEST_CASE("pkcs11: nothing works before C_Initialize and after C_Finalize")
{
    const LoadedModule module;
    const auto check_all = [&] {
        CK_ULONG number = 0;
        CK_INFO info{};
        CK_SLOT_INFO slot{};
        CK_TOKEN_INFO token{};
        CK_SESSION_INFO session{};
        CK_MECHANISM_INFO mechanism_info{};
        CK_MECHANISM mechanism{CKM_ECDSA, nullptr, 0};
        unsigned char byte = 0;
        const CK_RV expected = CKR_CRYPTOKI_NOT_INITIALIZED;
        CHECK(module->C_Finalize(nullptr) == expected);
        CHECK(module->C_GetInfo(&info) == expected);
        CHECK(module->C_GetSlotList(CK_FALSE, nullptr, &number) == expected);
        CHECK(module->C_GetSlotInfo(0, &slot) == expected);
        CHECK(module->C_GetTokenInfo(0, &token) == expected);
        CHECK(module->C_GetMechanismList(0, nullptr, &number) == expected);
        CHECK(module->C_GetMechanismInfo(0, CKM_ECDSA, &mechanism_info) == expected);
        CHECK(module->C_WaitForSlotEvent(CKF_DONT_BLOCK, &number, nullptr) == expected);
        CHECK(module->C_OpenSession(0, CKF_SERIAL_SESSION, nullptr, nullptr, &number) == expected);
        CHECK(module->C_CloseSession(1) == expected);
        CHECK(module->C_CloseAllSessions(0) == expected);
        CHECK(module->C_GetSessionInfo(1, &session) == expected);
        CHECK(module->C_Login(1, CKU_USER, &byte, 1) == expected);
        CHECK(module->C_Logout(1) == expected);
        CHECK(module->C_SetPIN(1, &byte, 1, &byte, 1) == expected);
        CHECK(module->C_FindObjectsInit(1, nullptr, 0) == expected);
        CHECK(module->C_FindObjects(1, &number, 1, &number) == expected);
        CHECK(module->C_FindObjectsFinal(1) == expected);
        CHECK(module->C_GetAttributeValue(1, 1, nullptr, 0) == expected);
        CHECK(module->C_SignInit(1, &mechanism, 1) == expected);
        CHECK(module->C_Sign(1, &byte, 1, &byte, &number) == expected);
        CHECK(module->C_SignUpdate(1, &byte, 1) == expected);
        CHECK(module->C_SignFinal(1, &byte, &number) == expected);
    };
    check_all();
    REQUIRE(module->C_Initialize(nullptr) == CKR_OK);
    REQUIRE(module->C_Finalize(nullptr) == CKR_OK);
    check_all();
}

TEST_CASE("pkcs11: C_Initialize checks its arguments")
{
    const LoadedModule module;
    const auto initialize = [&](CK_C_INITIALIZE_ARGS arguments) {
        const CK_RV rv = module->C_Initialize(&arguments);
        if (rv == CKR_OK)
            CHECK(module->C_Finalize(nullptr) == CKR_OK);
        return rv;
    };
    CHECK(initialize({}) == CKR_OK);
    CHECK(initialize({.flags = CKF_OS_LOCKING_OK}) == CKR_OK);
    CHECK(initialize({.flags = CKF_LIBRARY_CANT_CREATE_OS_THREADS | CKF_OS_LOCKING_OK}) == CKR_OK);
    int something = 0;
    CHECK(initialize({.pReserved = &something}) == CKR_ARGUMENTS_BAD);
    CHECK(initialize({.CreateMutex = no_mutex}) == CKR_ARGUMENTS_BAD);
    CHECK(initialize({no_mutex, no_lock, no_lock, no_lock, 0, nullptr}) == CKR_CANT_LOCK);
    CHECK(initialize({no_mutex, no_lock, no_lock, no_lock, CKF_OS_LOCKING_OK, nullptr}) == CKR_OK);
}

TEST_CASE("pkcs11: initialized once at a time")
{
    const Module module;
    CHECK(module->C_Initialize(nullptr) == CKR_CRYPTOKI_ALREADY_INITIALIZED);
    int something = 0;
    CHECK(module->C_Finalize(&something) == CKR_ARGUMENTS_BAD);
    CHECK(module->C_GetInfo(nullptr) == CKR_ARGUMENTS_BAD);
}

TEST_CASE("pkcs11: C_GetInfo")
{
    const Module module;
    CK_INFO info{};
    REQUIRE(module->C_GetInfo(&info) == CKR_OK);
    CHECK(info.cryptokiVersion.major == 2);
    CHECK(info.cryptokiVersion.minor == 40);
    CHECK(info.flags == 0);
    CHECK(test::text(info.manufacturerID) == "idcard project");
    CHECK(test::text(info.libraryDescription) == "idcard PKCS#11 module");
}

TEST_CASE("pkcs11: loaded, initialized, finalized and unloaded 1,000 times without growth")
{
    const auto once = [] {
        const Module module;
        CHECK(is_loaded());
    };
    for (int i = 0; i < 20; ++i) {
        once();
        CHECK_FALSE(is_loaded());
    }
    const std::ptrdiff_t files = open_files();
    const std::ptrdiff_t threads_before = threads();
    const std::size_t bytes = mallinfo2().uordblks;
    const std::size_t pages = resident_pages();
    for (int i = 0; i < 1000; ++i)
        once();
    CHECK_FALSE(is_loaded());
    CHECK(open_files() == files);
    CHECK(threads() == threads_before);
    MESSAGE(
        "bytes in use: ", bytes, " -> ", mallinfo2().uordblks, ", resident pages: ", pages, " -> ", resident_pages());
    CHECK(mallinfo2().uordblks < bytes + 20'000);
    CHECK(resident_pages() < pages + 256);
}

TEST_CASE("pkcs11: the child after fork starts anew and leaves its parent alone")
{
    const Module module;
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        CK_INFO info{};
        const bool anew = module->C_GetInfo(&info) == CKR_CRYPTOKI_NOT_INITIALIZED &&
                          module->C_Finalize(nullptr) == CKR_CRYPTOKI_NOT_INITIALIZED &&
                          module->C_Initialize(nullptr) == CKR_OK && module->C_GetInfo(&info) == CKR_OK &&
                          module->C_Finalize(nullptr) == CKR_OK;
        _exit(anew ? 0 : 1);
    }
    int status = -1;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    CK_INFO info{};
    CHECK(module->C_GetInfo(&info) == CKR_OK);
}
