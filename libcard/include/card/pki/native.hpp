// SPDX-License-Identifier: Apache-2.0
#pragma once

// The only public header that knows OpenSSL. Two kinds of files include it: the sources of pki, and the issuer's HSM
// adapter, which gets its keys as EVP_PKEY from libp11.

#include "card/base/api.hpp"
#include "card/pki/certificate.hpp"
#include "card/pki/signing_key.hpp"

#include <openssl/types.h>

namespace card::pki {

/// Takes a reference of its own. Throws unsupported unless it is an EC key on a curve of this library.
CARD_API SigningKey wrap(EVP_PKEY* key);

/// Borrowed from `key`.
CARD_API EVP_PKEY* native(const SigningKey& key);

/// Borrowed from `certificate`.
CARD_API X509* native(const Certificate& certificate);

} // namespace card::pki
