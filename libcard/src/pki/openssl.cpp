// SPDX-License-Identifier: Apache-2.0
#include "openssl.hpp"

#include <openssl/err.h>

namespace card::pki {

std::string take_openssl_reason()
{
    const char* const reason = ERR_reason_error_string(ERR_peek_error());
    ERR_clear_error();
    return reason == nullptr ? "no reason given" : reason;
}

void ensure(bool ok, const char* what, Errc code)
{
    if (!ok)
        throw Error{code, Step{what}, take_openssl_reason()};
}

} // namespace card::pki
