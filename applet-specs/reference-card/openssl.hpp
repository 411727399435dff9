// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <stdexcept>

/// Ownership and error checks of OpenSSL's C interface.
namespace refcard {

template <auto Free>
struct Deleter {
    template <typename T>
    void operator()(T* object) const
    {
        Free(object);
    }
};

template <typename T, auto Free>
using Owned = std::unique_ptr<T, Deleter<Free>>;

/// An operation that fails only for want of memory or by a mistake in this program: no answer could be right then.
inline void must(int result)
{
    if (result != 1)
        throw std::runtime_error{"OpenSSL refused an operation"};
}

template <typename T>
T* must(T* object)
{
    if (object == nullptr)
        throw std::runtime_error{"OpenSSL refused to make an object"};
    return object;
}

} // namespace refcard
