// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/crypto/hash.hpp"
#include "card/pki/cms.hpp"

#include <map>

namespace card::lds {

/// LDSSecurityObject: the hashes of the data groups. [9303-10] §4.6.2.3
struct SecurityObject {
    crypto::Hash algorithm = crypto::Hash::sha256;
    std::map<unsigned, Bytes> hashes; ///< by number of the data group, 1 to 16
};

/// EF.SOD or what is signed like it, read: structure checked, signature not yet verified.
struct Sod {
    pki::SignedData signed_data;
    SecurityObject object;
    pki::Allowances allowances = {}; ///< what only foreign_legacy let pass, of the whole
};

/// LDSSecurityObject version 0, for LDS 1.7.
CARD_API Bytes encode(const SecurityObject& object);
/// Throws malformed_tlv, malformed_data (also for a duplicate or impossible number and for a hash of the wrong
/// length), unsupported (another hash algorithm than SHA-224 to SHA-512).
CARD_API SecurityObject decode_security_object(ByteView der);
/// The same, where foreign_legacy also takes SHA-1, BER, and a version that does not fit the content. What was let
/// pass is added to `allowances`.
CARD_API SecurityObject decode_security_object(ByteView ber, pki::Leniency leniency, pki::Allowances& allowances);

/// SignedData over the hashes of these contents by number, signed and verified: the heart of EF.SOD, and of the
/// security object of the PKI application. Throws as pki::sign.
CARD_API Bytes sign_security_object(const std::map<unsigned, Bytes>& contents, const pki::Certificate& signer,
    const pki::SigningKey& key, Time signing_time);
/// Throws malformed_tlv, malformed_data, unsupported.
CARD_API Sod decode_signed_security_object(ByteView cms);
/// The signature verifies under the key of the signer inside, and covers exactly these contents. Who the signer is
/// remains to be checked.
CARD_API bool signs_exactly(const Sod& object, const std::map<unsigned, Bytes>& contents);

/// EF.SOD over these data groups, whole files by number, signed and verified. Throws as pki::sign.
CARD_API Bytes make_sod(const std::map<unsigned, Bytes>& groups, const pki::Certificate& signer,
    const pki::SigningKey& key, Time signing_time);
/// Throws malformed_tlv, malformed_data, unsupported.
CARD_API Sod decode_sod(ByteView file);
/// The same under other rules: foreign_legacy also takes BER and the content type id-data.
CARD_API Sod decode_sod(ByteView file, const pki::CmsOptions& options);

} // namespace card::lds
