// SPDX-License-Identifier: Apache-2.0
// What cryptoki_3.h declares is what the header of NSS declares: constants, structures, and the list of functions with
// its order and their arguments. Nearly all of it is compared by the compiler.
#include "cryptoki_3.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <fstream>
#include <regex>
#include <string>

#include <prtypes.h>

#define CARD_CONSTANTS(each)                                                                                           \
    each(CKF_INTERFACE_FORK_SAFE) each(CKF_FIND_OBJECTS) each(CKO_PROFILE) each(CKA_PROFILE_ID)                        \
        each(CKP_AUTHENTICATION_TOKEN) each(CKU_CONTEXT_SPECIFIC)

namespace ours {

#define CARD_KEEP(name) constexpr CK_ULONG value_of_##name = name;
CARD_CONSTANTS(CARD_KEEP)
#undef CARD_KEEP

} // namespace ours

namespace nss {

struct CK_FUNCTION_LIST; // not the global ones
struct CK_FUNCTION_LIST_3_0;

// From here on the macros are those of NSS. Its functions have our names and C linkage, so of them the types alone.
#include <pkcs11t.h>

#define CK_PKCS11_3_0 1
#define CK_NEED_ARG_LIST 1
#define CK_PKCS11_FUNCTION_INFO(name) typedef CK_RV(*type_of_##name)
#include <pkcs11f.h>
#undef CK_NEED_ARG_LIST
#undef CK_PKCS11_FUNCTION_INFO

struct FunctionList {
    CK_VERSION version;
#define CK_PKCS11_FUNCTION_INFO(name) type_of_##name name;
#include <pkcs11f.h>
#undef CK_PKCS11_FUNCTION_INFO
};

} // namespace nss

namespace {

// ---- constants and structures

#define CARD_COMPARE(name) static_assert(ours::value_of_##name == (name), #name);
CARD_CONSTANTS(CARD_COMPARE)
#undef CARD_COMPARE

static_assert(sizeof(CK_INTERFACE) == sizeof(nss::CK_INTERFACE));
static_assert(offsetof(CK_INTERFACE, pInterfaceName) == offsetof(nss::CK_INTERFACE, pInterfaceName));
static_assert(offsetof(CK_INTERFACE, pFunctionList) == offsetof(nss::CK_INTERFACE, pFunctionList));
static_assert(offsetof(CK_INTERFACE, flags) == offsetof(nss::CK_INTERFACE, flags));

// ---- functions

/// Structures of both headers are types apart, so of two pointers nothing is compared.
template <class Ours, class Theirs>
constexpr bool is_same_argument = std::is_same_v<Ours, Theirs> ||
                                  (std::is_pointer_v<Ours> && std::is_pointer_v<Theirs>);

template <class Ours, class Theirs>
constexpr bool has_same_arguments = false;

template <class... Ours, class... Theirs>
constexpr bool has_same_arguments<CK_RV (*)(Ours...), CK_RV (*)(Theirs...)> = [] {
    if constexpr (sizeof...(Ours) == sizeof...(Theirs))
        return (is_same_argument<Ours, Theirs> && ...);
    else
        return false;
}();

/// The functions of 2.40 stand in a list inside ours, at its beginning.
static_assert(offsetof(CK_FUNCTION_LIST_3_0, v2) == 0);
static_assert(sizeof(CK_FUNCTION_LIST_3_0) == sizeof(nss::FunctionList));

/// Each function by its place and arguments: in the list of 3.0 where that has it, otherwise in the one of 2.40.
/// With two arguments it is the first of both that is called.
#define CK_PKCS11_FUNCTION_INFO(name)                                                                                  \
    template <class New, class List>                                                                                   \
    constexpr bool is_same_##name(...)                                                                                 \
    {                                                                                                                  \
        return offsetof(List, name) == offsetof(nss::FunctionList, name) &&                                            \
               has_same_arguments<decltype(List::name), nss::type_of_##name>;                                          \
    }                                                                                                                  \
    template <class New, class Old>                                                                                    \
    constexpr bool is_same_##name(decltype(New::name))                                                                 \
    {                                                                                                                  \
        return is_same_##name<Old, New>(0, 0);                                                                         \
    }                                                                                                                  \
    static_assert(is_same_##name<CK_FUNCTION_LIST_3_0, CK_FUNCTION_LIST>(nullptr), #name);
#include <pkcs11f.h>
#undef CK_PKCS11_FUNCTION_INFO

} // namespace

TEST_CASE("cryptoki_3.h: each of its constants is compared with the header of NSS")
{
#define CARD_NAME(name) #name,
    const std::array compared{CARD_CONSTANTS(CARD_NAME) "CKA_UNIQUE_ID"}; // the last is not known to NSS 3.87
#undef CARD_NAME
    std::ifstream header{CARD_TEST_DATA "/../pkcs11-module/cryptoki_3.h"};
    const std::regex constant{R"(^constexpr \w+ (\w+) = .*)"};
    std::size_t found = 0;
    for (std::string line; std::getline(header, line);) {
        std::smatch match;
        if (!std::regex_match(line, match, constant))
            continue;
        INFO(line);
        CHECK(std::find(compared.begin(), compared.end(), match[1].str()) != compared.end());
        ++found;
    }
    CHECK(found >= 5);
}
