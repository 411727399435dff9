// SPDX-License-Identifier: Apache-2.0
#include "jobs/certificate_trace.hpp"

#include "card/crypto/hash.hpp"

namespace perso::store {

CertificateTrace trace_of(const card::pki::Certificate& certificate)
{
    return {.hash = card::crypto::digest(card::crypto::Hash::sha256, certificate.der()),
        .serial_number = certificate.serial_number(),
        .not_after = certificate.validity().not_after};
}

bool is_trace_of(const CertificateTrace& trace, card::ByteView der)
{
    return trace.hash == card::crypto::digest(card::crypto::Hash::sha256, der);
}

} // namespace perso::store
