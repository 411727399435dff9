// SPDX-License-Identifier: Apache-2.0
#include "module.hpp"

#include <stdexcept>

#include <dlfcn.h>

namespace test {

LoadedModule::LoadedModule() : library_{dlopen(CARD_MODULE, RTLD_NOW | RTLD_LOCAL)}
{
    if (library_ == nullptr)
        throw std::runtime_error{dlerror()};
    const auto get_function_list = reinterpret_cast<CK_C_GetFunctionList>(dlsym(library_, "C_GetFunctionList"));
    if (get_function_list == nullptr || get_function_list(&functions_) != CKR_OK)
        throw std::runtime_error{"no function list"};
}

LoadedModule::~LoadedModule()
{
    dlclose(library_);
}

Module::Module()
{
    if ((*this)->C_Initialize(nullptr) != CKR_OK)
        throw std::runtime_error{"C_Initialize failed"};
}

Module::~Module()
{
    (*this)->C_Finalize(nullptr);
}

} // namespace test
