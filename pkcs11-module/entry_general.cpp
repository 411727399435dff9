// SPDX-License-Identifier: Apache-2.0
// General-purpose functions. [PKCS11-2.40] §5.4
#include "arguments.hpp"
#include "guard.hpp"
#include "module.hpp"

CK_RV C_Initialize(void* arguments)
{
    return p11::guard([&] { p11::Module::initialize(static_cast<const CK_C_INITIALIZE_ARGS*>(arguments)); });
}

CK_RV C_Finalize(void* reserved)
{
    return p11::guard([&] {
        p11::require(reserved == nullptr, CKR_ARGUMENTS_BAD);
        p11::Module::finalize();
    });
}

CK_RV C_GetInfo(CK_INFO* info)
{
    return p11::guard([&] {
        p11::Module::current();
        CK_INFO& out = p11::required(info);
        out = {};
        out.cryptokiVersion = {CRYPTOKI_VERSION_MAJOR, CRYPTOKI_VERSION_MINOR};
        p11::fill(out.manufacturerID, "idcard project");
        p11::fill(out.libraryDescription, "idcard PKCS#11 module");
        out.libraryVersion = {CARD_MODULE_MAJOR, CARD_MODULE_MINOR};
    });
}
