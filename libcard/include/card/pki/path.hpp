// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/pki/certificate.hpp"

#include <cstdint>

namespace card::pki {

/// The issuer's key made the signature over `certificate`. Nothing else is compared: names, key identifiers and
/// validity are the caller's rules. OpenSSL 3.0's own path building refuses curves that are written out, which ICAO
/// asks for, so paths are built here, one signature at a time.
CARD_API bool is_signed_by(const Certificate& certificate, const Certificate& issuer);

/// The issuer's subject is the certificate's issuer; upper and lower case and the kinds of strings are alike.
CARD_API bool names_subject(const Certificate& certificate, const Certificate& issuer);

/// The same in another order of the names' parts, as a few states write them: foreign_legacy alone.
CARD_API bool names_subject_in_another_order(const Certificate& certificate, const Certificate& issuer);

/// Equal for names that either takes for the same: for an index.
CARD_API std::uint32_t issuer_name_hash(const Certificate& certificate);
CARD_API std::uint32_t subject_name_hash(const Certificate& certificate);

/// Key identifiers agree, where both give one.
CARD_API bool key_identifiers_agree(const Certificate& certificate, const Certificate& issuer);

/// names_subject, and key_identifiers_agree.
CARD_API bool names_issuer(const Certificate& certificate, const Certificate& issuer);

} // namespace card::pki
