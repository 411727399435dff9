// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "certificate_extensions.hpp"
#include "certificate_parts.hpp"
#include "openssl.hpp"
#include "signature_algorithm.hpp"
#include "spki_reader.hpp"
#include "verification_key.hpp"

#include "card/pki/certificate.hpp"
#include "card/pki/signing_key.hpp"

#include <mutex>

namespace card::pki {

struct Certificate::State {
    Bytes der;
    CertificateParts parts; ///< look into `der`, as the three below
    SpkiParts key;
    KnownExtensions extensions;
    std::optional<SignatureAlgorithm> algorithm; ///< none: no signature by it will verify
    Allowances allowances;

    /// Made at the first call. Throws malformed_data if OpenSSL does not read the certificate.
    X509* x509() const;
    /// Made at the first call; verifies nothing if the key cannot be used.
    const VerificationKey& public_key() const;

private:
    mutable std::once_flag x509_once_;
    mutable std::once_flag public_key_once_;
    mutable X509Ptr x509_;
    mutable std::optional<VerificationKey> public_key_;
};

struct SigningKey::State {
    KeyPtr key;
    crypto::Point public_key;
};

} // namespace card::pki
