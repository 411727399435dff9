// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/crypto/hash.hpp"
#include "card/pki/certificate.hpp"
#include "card/pki/signing_key.hpp"
#include "card/tlv/oid.hpp"

#include <memory>

namespace card::pki {

/// CMS SignedData of one signer with its content inside, as EF.SOD carries it. [RFC5652] §5, [9303-10] §4.6.2
class CARD_API SignedData {
public:
    /// Checks the structure: version 3, exactly one certificate and one SignerInfo, which names it; signed attributes
    /// in the order of DER, once each, with messageDigest and with contentType, which names the content's type; the
    /// digest one of SHA-256, SHA-384 and SHA-512, the same in the signature algorithm.
    /// No signature is verified and no certificate trusted yet. Throws malformed_tlv, malformed_data, unsupported.
    static SignedData parse(ByteView der);
    /// The same with another limit than max_der_size: trust packages are larger than documents.
    static SignedData parse_up_to(std::size_t max_size, ByteView der);

    const tlv::Oid& content_type() const noexcept;
    const Bytes& content() const noexcept;
    /// The certificate inside that the signer identifier names. It is not trusted.
    const Certificate& signer() const noexcept;
    crypto::Hash digest_algorithm() const noexcept;

    /// messageDigest is the digest of the content, and the signature over the attributes verifies under the key of
    /// signer().
    bool signature_is_valid() const;

private:
    struct State;

    explicit SignedData(std::shared_ptr<const State> state) noexcept : state_{std::move(state)} {}

    std::shared_ptr<const State> state_;
};

/// Signs `content` with signing time, as DER, and verifies the result before it returns it.
/// Throws crypto_failed; key_rejected if `signer` does not certify `key`.
CARD_API Bytes sign(const tlv::Oid& content_type, ByteView content, const Certificate& signer, const SigningKey& key,
    Time signing_time);

} // namespace card::pki
