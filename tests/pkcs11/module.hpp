// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <p11-kit/pkcs11.h>

#include <string>

namespace test {

/// The module as an application sees it: loaded, and known by its function list.
class LoadedModule {
public:
    /// Throws std::runtime_error.
    LoadedModule();
    explicit LoadedModule(const std::string& file);
    ~LoadedModule();
    LoadedModule(const LoadedModule&) = delete;
    LoadedModule& operator=(const LoadedModule&) = delete;

    const CK_FUNCTION_LIST* operator->() const noexcept { return functions_; }

private:
    void* library_;
    CK_FUNCTION_LIST* functions_ = nullptr;
};

/// Loaded and initialized; finalized at the end.
class Module : public LoadedModule {
public:
    Module();
    explicit Module(const std::string& file); ///< somebody else's
    ~Module();
};

/// A field of fixed width without the blanks at its end.
template <std::size_t n>
std::string text(const unsigned char (&field)[n])
{
    std::string value{reinterpret_cast<const char*>(field), n};
    value.erase(value.find_last_not_of(' ') + 1);
    return value;
}

} // namespace test
