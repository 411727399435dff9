// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/error.hpp"

#include <concepts>
#include <new>

namespace card::crypto {

/// Runs `body`; what the cryptographic library throws becomes an Error with this code and sentence. Its own text is
/// dropped, because it may quote the input.
template <std::invocable Body>
auto translated(Errc code, const char* sentence, Body&& body)
{
    try {
        return body();
    } catch (const Error&) {
        throw;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception&) {
        throw Error{code, sentence};
    }
}

} // namespace card::crypto
