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

bool names_subject(const Certificate& certificate, const Certificate& issuer)
{
    return X509_NAME_cmp(X509_get_issuer_name(certificate.state().x509.get()),
               X509_get_subject_name(issuer.state().x509.get())) == 0;
}

std::uint32_t issuer_name_hash(const Certificate& certificate)
{
    return static_cast<std::uint32_t>(
        X509_NAME_hash_ex(X509_get_issuer_name(certificate.state().x509.get()), nullptr, nullptr, nullptr));
}

std::uint32_t subject_name_hash(const Certificate& certificate)
{
    return static_cast<std::uint32_t>(
        X509_NAME_hash_ex(X509_get_subject_name(certificate.state().x509.get()), nullptr, nullptr, nullptr));
}

bool names_issuer(const Certificate& certificate, const Certificate& issuer)
{
    if (!names_subject(certificate, issuer))
        return false;
    const auto wanted = certificate.authority_key_id();
    const auto offered = issuer.subject_key_id();
    return !wanted || !offered || *wanted == *offered;
}

} // namespace card::pki
