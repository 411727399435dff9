// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "certificate_parts.hpp"
#include "openssl.hpp"

#include "card/pki/certificate.hpp"
#include "card/pki/signing_key.hpp"

namespace card::pki {

struct Certificate::State {
    Bytes der;
    X509Ptr x509;
    CertificateParts parts;          ///< looks into `der`
    bool signature_is_known = false; ///< an algorithm of signature_algorithm.hpp
    Allowances allowances;
};

struct SigningKey::State {
    KeyPtr key;
    crypto::Point public_key;
};

} // namespace card::pki
