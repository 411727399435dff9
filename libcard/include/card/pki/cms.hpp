// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/crypto/hash.hpp"
#include "card/pki/certificate.hpp"
#include "card/pki/der_limits.hpp"
#include "card/pki/leniency.hpp"
#include "card/pki/signing_key.hpp"
#include "card/tlv/oid.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace card::pki {

/// How a SignedData is read.
struct CmsOptions {
    Leniency leniency = Leniency::strict;
    std::size_t max_size = max_der_size;
    /// A certificate that was read before, by its bytes: reading it again costs more than all the rest.
    std::function<std::optional<Certificate>(ByteView der)> known = {};
};

/// CMS SignedData of one signer with its content inside, as EF.SOD carries it. [RFC5652] §5, [9303-10] §4.6.2
class CARD_API SignedData {
public:
    /// Checks the structure: version 3, exactly one certificate and one SignerInfo, which names it; signed attributes
    /// in the order of DER, once each, with messageDigest and with contentType, which names the content's type; the
    /// digest one of SHA-224 to SHA-512, the same in the signature algorithm. What foreign_legacy lets pass besides:
    /// docs/passive-authentication.md; allowances() tells which of it was needed.
    /// No signature is verified and no certificate trusted yet. Throws malformed_tlv, malformed_data, unsupported.
    static SignedData parse(ByteView der, Leniency leniency = Leniency::strict);
    static SignedData parse(ByteView der, const CmsOptions& options);
    /// The same with another limit than max_der_size: trust packages are larger than documents.
    static SignedData parse_up_to(std::size_t max_size, ByteView der);

    const tlv::Oid& content_type() const noexcept;
    const Bytes& content() const noexcept;
    /// The certificate inside that the signer identifier names. It is not trusted.
    const Certificate& signer() const noexcept;
    crypto::Hash digest_algorithm() const noexcept;
    /// All certificates inside, DER, the signer's among them. None is trusted.
    std::vector<Bytes> certificates() const;
    /// As the signer claims it, in the signed attribute; nothing if there is none, or none that can be read.
    std::optional<Time> signing_time() const;
    /// What only foreign_legacy let pass, in the SignedData and in its signer's certificate.
    const Allowances& allowances() const noexcept;

    /// messageDigest is the digest of the content, and the signature over the attributes verifies under the key of
    /// signer().
    bool signature_is_valid() const;
    /// The same for a content that is too large to be held: `content_digest` is its digest by digest_algorithm(), and
    /// the content inside is passed over.
    bool signature_is_valid_for(ByteView content_digest) const;

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
