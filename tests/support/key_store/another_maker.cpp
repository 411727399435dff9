// SPDX-License-Identifier: Apache-2.0
// The PKCS#11 module that CARD_KEY_STORE names, under another maker's name: SoftHSM stands for the hardware that an
// office of real cards asks for. [PKCS11-2.40] §5.4
#include <dlfcn.h>
#include <p11-kit/pkcs11.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace {

const CK_FUNCTION_LIST* other_module()
{
    const char* const path = std::getenv("CARD_KEY_STORE");
    void* const library = path ? ::dlopen(path, RTLD_NOW | RTLD_LOCAL) : nullptr;
    const auto get = library ? reinterpret_cast<CK_C_GetFunctionList>(::dlsym(library, "C_GetFunctionList")) : nullptr;
    CK_FUNCTION_LIST* functions = nullptr;
    return get && get(&functions) == CKR_OK ? functions : nullptr;
}

/// Stays loaded: programs keep pointers to its functions.
const CK_FUNCTION_LIST* const behind = other_module();

CK_RV get_info(CK_INFO* info)
{
    constexpr std::string_view maker = "Another maker                   "; // blank padded to 32
    const CK_RV rv = behind->C_GetInfo(info);
    if (rv == CKR_OK)
        std::copy(maker.begin(), maker.end(), info->manufacturerID);
    return rv;
}

} // namespace

extern "C" CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list)
{
    if (!behind)
        return CKR_GENERAL_ERROR;
    static CK_FUNCTION_LIST functions = [] {
        CK_FUNCTION_LIST copy = *behind;
        copy.C_GetInfo = get_info;
        return copy;
    }();
    *list = &functions;
    return CKR_OK;
}
