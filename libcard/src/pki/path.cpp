// SPDX-License-Identifier: Apache-2.0
#include "card/pki/path.hpp"

#include "state.hpp"

namespace card::pki {

bool is_signed_by(const Certificate& certificate, const Certificate& issuer)
{
    const Certificate::State& state = certificate.state();
    const VerificationKey& key = issuer.state().public_key();
    // [RFC5280] §4.1.1.2: both identifiers are the same
    if (key.get() == nullptr || !equal(state.parts.tbs_algorithm, state.parts.signature_algorithm))
        return false;
    if (state.algorithm && state.algorithm->hash)
        return state.parts.signature[0] == 0 && key.verifies(*state.algorithm, *state.algorithm->hash, state.parts.tbs,
                                                    state.parts.signature.subspan(1));
    const bool verified = X509_verify(state.x509(), key.get()) == 1;
    take_openssl_reason();
    return verified;
}

bool names_subject(const Certificate& certificate, const Certificate& issuer)
{
    return same_name(certificate.state().parts.issuer, issuer.state().parts.subject);
}

bool names_subject_in_another_order(const Certificate& certificate, const Certificate& issuer)
{
    const NameParts& wanted = certificate.state().parts.issuer;
    const NameParts& offered = issuer.state().parts.subject;
    return wanted.hash == offered.hash && !same_name(wanted, offered) && same_attributes(wanted.whole, offered.whole);
}

std::uint32_t issuer_name_hash(const Certificate& certificate)
{
    return certificate.state().parts.issuer.hash;
}

std::uint32_t subject_name_hash(const Certificate& certificate)
{
    return certificate.state().parts.subject.hash;
}

bool key_identifiers_agree(const Certificate& certificate, const Certificate& issuer)
{
    const auto& wanted = certificate.state().extensions.authority_key_id;
    const auto& offered = issuer.state().extensions.subject_key_id;
    return !wanted || !offered || equal(*wanted, *offered);
}

bool names_issuer(const Certificate& certificate, const Certificate& issuer)
{
    return names_subject(certificate, issuer) && key_identifiers_agree(certificate, issuer);
}

} // namespace card::pki
