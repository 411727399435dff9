// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/base/date.hpp"
#include "card/pki/leniency.hpp"
#include "card/pki/spki.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace card::pki {

/// From the first to the last second of use.
struct Validity {
    Time not_before{};
    Time not_after{};

    bool contains(Time time) const { return not_before <= time && time <= not_after; }
};

/// Bits of the extension keyUsage, first bit first. [RFC5280] §4.2.1.3
enum class KeyUsage : unsigned {
    digital_signature = 0,
    non_repudiation = 1,
    key_encipherment = 2,
    key_agreement = 4,
    key_cert_sign = 5,
    crl_sign = 6,
};

/// An X.509 certificate whose bytes passed the limits of der_limits.hpp. Immutable; copies share one object.
class CARD_API Certificate {
public:
    /// Throws malformed_tlv or malformed_data if the bytes are no certificate in DER, key_rejected if its public key
    /// stands on a curve that is written out and equals no known one; under foreign_legacy that is unsupported if p, a
    /// and b are of no known one. A serial number of zero or below, ECDSA identifiers with NULL parameters, RSASSA-PSS
    /// with odd parameters (unsupported), TRUE other than FF, a curve that is not written out in full, and malformed
    /// extensions that nothing depends on need foreign_legacy.
    static Certificate parse(ByteView der, Leniency leniency = Leniency::strict);

    const Bytes& der() const noexcept;
    /// What only foreign_legacy lets pass, in the certificate's form; not what its key and hash are worth.
    const Allowances& allowances() const noexcept;
    /// SHA-256 of the whole certificate.
    Bytes fingerprint() const;

    /// DER of the names, for comparison byte by byte.
    Bytes subject() const;
    Bytes issuer() const;
    /// The first attribute of that type in the subject or issuer; empty if there is none.
    std::string subject_country() const;
    std::string issuer_country() const;
    std::string subject_common_name() const;
    std::string subject_serial_number() const;

    /// Big-endian, without sign byte.
    Bytes serial_number() const;
    Validity validity() const;
    std::optional<Bytes> subject_key_id() const;
    std::optional<Bytes> authority_key_id() const;
    /// When the private key may sign; a missing end takes the certificate's. [RFC3280] §4.2.1.4
    std::optional<Validity> private_key_usage() const;

    /// SubjectPublicKeyInfo as it stands in the certificate.
    Bytes spki() const;
    /// The public key on a curve of this library. Throws unsupported for any other key.
    crypto::Point ec_public_key() const;
    /// The same, and RSA.
    crypto::PublicKey public_key() const;

    /// keyUsage is present and has the bit.
    bool may(KeyUsage usage) const;
    /// keyUsage is present, critical, and has exactly these bits.
    bool may_only(std::initializer_list<KeyUsage> usages) const;
    /// extendedKeyUsage is present and names this purpose, a dotted identifier.
    bool is_meant_for(std::string_view purpose) const;
    /// basicConstraints: CA is TRUE.
    bool is_authority() const;
    std::optional<unsigned> path_length() const;
    /// A critical extension that OpenSSL does not know.
    bool has_unknown_critical_extension() const;
    /// What foreign_legacy must let pass of its critical extensions; nothing if one is known neither to OpenSSL nor to
    /// [9303-12].
    std::optional<Allowances> critical_extensions() const;
    /// The algorithm of its signature and the kind and curve of its key are ones that documents may be signed with; a
    /// certificate without them can be judged by nobody here.
    bool has_known_algorithms() const;
    /// The signature's hash is one of SHA-224 to SHA-512, and the key is strong enough: RSA from 2048 bits with an odd
    /// exponent from 65537, EC from 256 bits.
    bool has_strong_signature() const;
    /// What foreign_legacy must let pass besides allowances() if this certificate and its key are to count; nothing if
    /// no leniency helps: an unknown algorithm, RSA below 1024 bits or of an even exponent, EC below 224 bits.
    std::optional<Allowances> weaknesses() const;
    /// The same for the key alone, as it counts in a certificate that is pinned.
    std::optional<Allowances> key_weaknesses() const;
    /// The value of the extension with this dotted identifier.
    std::optional<Bytes> extension(std::string_view oid) const;

    friend bool operator==(const Certificate& a, const Certificate& b) { return a.der() == b.der(); }

    /// For pki alone: see native.hpp.
    struct State;

    explicit Certificate(std::shared_ptr<const State> state) noexcept : state_{std::move(state)} {}

    const State& state() const noexcept { return *state_; }

private:
    std::shared_ptr<const State> state_;
};

} // namespace card::pki
