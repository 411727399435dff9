// SPDX-License-Identifier: Apache-2.0
#include "module.hpp"

#include <stdexcept>

#include <dlfcn.h>

namespace test {

LoadedModule::LoadedModule() : LoadedModule{CARD_MODULE} {}

LoadedModule::LoadedModule(const std::string& file) : library_{dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL)}
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

Module::Module() : Module{CARD_MODULE} {}

Module::Module(const std::string& file) : LoadedModule{file}
{
    if ((*this)->C_Initialize(nullptr) != CKR_OK)
        throw std::runtime_error{"C_Initialize failed"};
}

Module::~Module()
{
    (*this)->C_Finalize(nullptr);
}

} // namespace test
