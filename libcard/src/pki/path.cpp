// SPDX-License-Identifier: Apache-2.0
#include "card/pki/path.hpp"

#include "state.hpp"

namespace card::pki {

bool is_signed_by(const Certificate& certificate, const Certificate& issuer)
{
    EVP_PKEY* const key = X509_get0_pubkey(issuer.state().x509.get());
    const bool verified = key != nullptr && X509_verify(certificate.state().x509.get(), key) == 1;
    take_openssl_reason();
    return verified;
}

bool names_issuer(const Certificate& certificate, const Certificate& issuer)
{
    if (certificate.issuer() != issuer.subject())
        return false;
    const auto wanted = certificate.authority_key_id();
    const auto offered = issuer.subject_key_id();
    return !wanted || !offered || *wanted == *offered;
}

} // namespace card::pki
