// SPDX-License-Identifier: Apache-2.0
// Cryptoki 3.0: the list of interfaces, and the order of their functions. [PKCS11-3.0] §3.6, §3.7
#include "module.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstring>

#include <dlfcn.h>

namespace {

/// As the standard's header declares it.
struct Interface {
    const char* name;
    const void* functions;
    CK_FLAGS flags;
};

/// The functions that 3.0 adds, in its order.
constexpr std::array new_functions{"C_GetInterfaceList", "C_GetInterface", "C_LoginUser", "C_SessionCancel",
    "C_MessageEncryptInit", "C_EncryptMessage", "C_EncryptMessageBegin", "C_EncryptMessageNext",
    "C_MessageEncryptFinal", "C_MessageDecryptInit", "C_DecryptMessage", "C_DecryptMessageBegin",
    "C_DecryptMessageNext", "C_MessageDecryptFinal", "C_MessageSignInit", "C_SignMessage", "C_SignMessageBegin",
    "C_SignMessageNext", "C_MessageSignFinal", "C_MessageVerifyInit", "C_VerifyMessage", "C_VerifyMessageBegin",
    "C_VerifyMessageNext", "C_MessageVerifyFinal"};

class Library {
public:
    Library() : handle_{dlopen(CARD_MODULE, RTLD_NOW | RTLD_LOCAL)} { REQUIRE(handle_ != nullptr); }

    ~Library() { dlclose(handle_); }

    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    void* address(const char* name) const { return dlsym(handle_, name); }

    template <class Function>
    Function* function(const char* name) const
    {
        return reinterpret_cast<Function*>(address(name));
    }

    CK_RV interface(const char* name, CK_VERSION* version, Interface** found, CK_FLAGS flags) const
    {
        std::string copy = name == nullptr ? "" : name;
        auto* const text = name == nullptr ? nullptr : reinterpret_cast<unsigned char*>(copy.data());
        return function<CK_RV(unsigned char*, CK_VERSION*, Interface**, CK_FLAGS)>("C_GetInterface")(
            text, version, found, flags);
    }

private:
    void* handle_;
};

} // namespace

TEST_CASE("pkcs11: two interfaces, the newer one first")
{
    const Library library;
    auto* const list = library.function<CK_RV(Interface*, CK_ULONG*)>("C_GetInterfaceList");
    CK_ULONG count = 0;
    CHECK(list(nullptr, nullptr) == CKR_ARGUMENTS_BAD);
    REQUIRE(list(nullptr, &count) == CKR_OK);
    CHECK(count == 2);
    std::array<Interface, 2> all{};
    count = 1;
    CHECK(list(all.data(), &count) == CKR_BUFFER_TOO_SMALL);
    REQUIRE(list(all.data(), &count) == CKR_OK);
    CHECK(std::string{all[0].name} == "PKCS 11");
    CHECK(static_cast<const CK_VERSION*>(all[0].functions)->major == 3);
    CHECK(static_cast<const CK_VERSION*>(all[1].functions)->major == 2);

    CK_FUNCTION_LIST* functions = nullptr;
    REQUIRE(library.function<CK_RV(CK_FUNCTION_LIST**)>("C_GetFunctionList")(&functions) == CKR_OK);
    CHECK(all[1].functions == functions);
}

TEST_CASE("pkcs11: interfaces by name, version and flags")
{
    const Library library;
    Interface* found = nullptr;
    CHECK(library.interface(nullptr, nullptr, nullptr, 0) == CKR_ARGUMENTS_BAD);
    REQUIRE(library.interface(nullptr, nullptr, &found, 0) == CKR_OK);
    CHECK(static_cast<const CK_VERSION*>(found->functions)->major == 3);
    CK_VERSION version{2, 40};
    REQUIRE(library.interface("PKCS 11", &version, &found, 0) == CKR_OK);
    CHECK(static_cast<const CK_VERSION*>(found->functions)->minor == 40);
    CHECK(found->flags == 0);
    constexpr CK_FLAGS fork_safe = 1; // a child would keep its parent's sessions
    CHECK(library.interface("PKCS 11", nullptr, &found, fork_safe) == CKR_ARGUMENTS_BAD);
    CHECK(library.interface("PKCS 11", nullptr, &found, 2) == CKR_ARGUMENTS_BAD);
    CHECK(library.interface("Vendor", nullptr, &found, 0) == CKR_ARGUMENTS_BAD);
    version = {3, 2};
    CHECK(library.interface(nullptr, &version, &found, 0) == CKR_ARGUMENTS_BAD);
}

TEST_CASE("pkcs11: the list of 3.0 continues that of 2.40, in the standard's order")
{
    const Library library;
    Interface* found = nullptr;
    REQUIRE(library.interface(nullptr, nullptr, &found, 0) == CKR_OK);
    CK_FUNCTION_LIST* old = nullptr;
    REQUIRE(library.function<CK_RV(CK_FUNCTION_LIST**)>("C_GetFunctionList")(&old) == CKR_OK);

    const auto* const bytes = static_cast<const unsigned char*>(found->functions);
    CK_FUNCTION_LIST first{};
    std::memcpy(&first, bytes, sizeof first);
    CHECK((first.C_GetInfo != old->C_GetInfo)); // each tells the version of its own list
    first.version = old->version;
    first.C_GetInfo = old->C_GetInfo;
    const CK_FUNCTION_LIST expected = *old;
    CHECK(std::memcmp(&first, &expected, sizeof first) == 0);
    for (std::size_t i = 0; i < new_functions.size(); ++i) {
        INFO(new_functions[i]);
        const void* address = nullptr;
        std::memcpy(&address, bytes + sizeof(CK_FUNCTION_LIST) + i * sizeof address, sizeof address);
        CHECK(address != nullptr);
        CHECK(address == library.address(new_functions[i]));
    }
}

TEST_CASE("pkcs11: C_GetInfo tells the version of the list that it was taken from")
{
    const test::Module module;
    const Library library;
    CK_INFO info{};
    REQUIRE(module->C_GetInfo(&info) == CKR_OK);
    CHECK(info.cryptokiVersion.major == 2);
    CHECK(info.cryptokiVersion.minor == 40);
    Interface* found = nullptr;
    REQUIRE(library.interface(nullptr, nullptr, &found, 0) == CKR_OK);
    const auto* const functions = static_cast<const CK_FUNCTION_LIST*>(found->functions); // which it begins with
    REQUIRE(functions->C_GetInfo(&info) == CKR_OK);
    CHECK(info.cryptokiVersion.major == 3);
    CHECK(info.cryptokiVersion.minor == 0);
    CHECK(test::text(info.libraryDescription) == "idcard PKCS#11 module");
    CHECK(functions->C_GetInfo(nullptr) == CKR_ARGUMENTS_BAD);
}

TEST_CASE("pkcs11: the functions of 3.0 know their sessions")
{
    const test::Module module;
    const Library library;
    CHECK(library.function<CK_RV(CK_SESSION_HANDLE, CK_FLAGS)>("C_SessionCancel")(1, 0) == CKR_SESSION_HANDLE_INVALID);
    unsigned char pin[] = {'1'};
    CHECK(library.function<CK_RV(CK_SESSION_HANDLE, CK_USER_TYPE, unsigned char*, CK_ULONG, unsigned char*, CK_ULONG)>(
              "C_LoginUser")(1, CKU_USER, pin, 1, nullptr, 0) == CKR_SESSION_HANDLE_INVALID);
    CHECK(library.function<CK_RV(CK_SESSION_HANDLE)>("C_MessageSignFinal")(1) == CKR_SESSION_HANDLE_INVALID);
}
