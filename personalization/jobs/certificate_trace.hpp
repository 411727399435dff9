// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/date.hpp"
#include "card/pki/certificate.hpp"

namespace perso::store {

/// What the store keeps of a holder's certificate, which names the holder: enough to know it again and to list it.
struct CertificateTrace {
    card::Bytes hash;          ///< SHA-256 of the DER
    card::Bytes serial_number; ///< big-endian, without sign byte
    card::Time not_after{};

    friend bool operator==(const CertificateTrace&, const CertificateTrace&) = default;
};

CertificateTrace trace_of(const card::pki::Certificate& certificate);

/// Whether this DER is that certificate.
bool is_trace_of(const CertificateTrace& trace, card::ByteView der);

} // namespace perso::store
