// SPDX-License-Identifier: Apache-2.0
// The PKCS#11 module that CARD_KEY_STORE names, under another maker's name: SoftHSM stands for the hardware that an
// office of real cards asks for. Its security officer keeps the PIN that CARD_OFFICER_PIN says, as with hardware whose
// officer is a person. [PKCS11-2.40] §5.4, §5.5, §5.6
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

CK_UTF8CHAR_PTR officer_pin()
{
    return reinterpret_cast<CK_UTF8CHAR_PTR>(std::getenv("CARD_OFFICER_PIN"));
}

CK_ULONG officer_pin_length()
{
    const char* const pin = std::getenv("CARD_OFFICER_PIN");
    return pin ? std::string_view{pin}.size() : 0;
}

CK_RV init_token(CK_SLOT_ID slot, CK_UTF8CHAR_PTR, CK_ULONG, CK_UTF8CHAR_PTR label)
{
    return behind->C_InitToken(slot, officer_pin(), officer_pin_length(), label);
}

CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin, CK_ULONG length)
{
    return user == CKU_SO ? behind->C_Login(session, user, officer_pin(), officer_pin_length())
                          : behind->C_Login(session, user, pin, length);
}

} // namespace

extern "C" CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list)
{
    if (!behind)
        return CKR_GENERAL_ERROR;
    static CK_FUNCTION_LIST functions = [] {
        CK_FUNCTION_LIST copy = *behind;
        copy.C_GetInfo = get_info;
        copy.C_InitToken = init_token;
        copy.C_Login = login;
        return copy;
    }();
    *list = &functions;
    return CKR_OK;
}
