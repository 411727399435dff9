// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/pki/cms.hpp"
#include "intake/batch/byte_source.hpp"

namespace perso::intake {

/// The most bytes of a signed batch: some 100,000 records with their photographs.
inline constexpr std::uint64_t largest_batch = 0x7FFF'FFFF;
/// The most bytes around the content: certificate and signature.
inline constexpr std::size_t largest_frame = 64 * 1024;

/// What the content of a signed batch is: 2.25.119789769131170486688451814091737502614, of a UUID. [X.667] §7
card::tlv::Oid batch_type();

/// A CMS SignedData in DER whose content stays in its file: only what is around it is held, with an empty content.
struct Envelope {
    card::pki::SignedData frame; ///< its signature is verified by signature_is_valid_for()
    std::uint64_t content_at = 0;
    std::uint64_t content_size = 0;
};

/// Whether a file begins as DER does, and so as no table and no JSON.
bool is_signed_batch(card::ByteView start);

/// Throws batch_invalid: not DER, too long, another content type, or what SignedData::parse refuses. Nothing is
/// verified yet.
Envelope read_envelope(const ByteSource& source);

} // namespace perso::intake
