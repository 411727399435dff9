// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/api.hpp"
#include "card/base/bytes.hpp"
#include "card/base/date.hpp"
#include "card/pki/certificate.hpp"
#include "card/pki/signing_key.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace card::pki {

/// CRLReason; 7 is not used. [RFC5280] §5.3.1
enum class RevocationReason : unsigned {
    unspecified = 0,
    key_compromise = 1,
    ca_compromise = 2,
    affiliation_changed = 3,
    superseded = 4,
    cessation_of_operation = 5,
    certificate_hold = 6,
    remove_from_crl = 8, ///< in delta CRLs: no longer on the list
    privilege_withdrawn = 9,
    aa_compromise = 10,
};

/// "key_compromise".
CARD_API std::string_view name(RevocationReason reason);
CARD_API std::optional<RevocationReason> revocation_reason_named(std::string_view name);

/// What a CRL says about one certificate. The date is the issuer's word; nobody else confirms it.
struct Revoked {
    Time when{};
    std::optional<RevocationReason> reason; ///< missing is the same as unspecified
};

/// One entry to be written.
struct Revocation {
    Bytes serial_number; ///< big-endian, without sign byte, as Certificate::serial_number
    Time when{};
    std::optional<RevocationReason> reason;
};

inline constexpr std::size_t max_crl_size = 16 * 1024 * 1024;

/// A version 2 CRL of at most max_crl_size bytes, read without OpenSSL. Immutable; copies share one object.
/// [RFC5280] §5, [9303-12] §7.2
class CARD_API Crl {
public:
    /// The whole list in strict DER; nextUpdate and the extensions of a version 2 list are required.
    /// Throws malformed_tlv, malformed_data; unsupported for version 1, for an unknown critical extension of the list
    /// or of an entry, and for a list that is indirect, or covers only some reasons, only authorities or only attribute
    /// certificates: what such a list leaves out is no news. No signature is verified yet.
    static Crl parse(ByteView der);

    const Bytes& der() const noexcept;
    /// DER of the name.
    const Bytes& issuer() const noexcept;
    Time this_update() const noexcept;
    Time next_update() const noexcept;
    std::optional<Bytes> authority_key_id() const;
    /// cRLNumber, big-endian without sign byte; the numbers of a list rise, complete and delta in one sequence.
    const std::optional<Bytes>& number() const noexcept;
    /// The number of the complete list that a delta list starts from; nothing for a complete list.
    const std::optional<Bytes>& delta_base() const noexcept;
    /// The first URI of the issuing distribution point: the list covers only certificates that name it, too. Empty if
    /// it covers all of the issuer's.
    const std::string& distribution_point() const noexcept;
    std::size_t size() const noexcept;

    /// Big-endian, without sign byte, as Certificate::serial_number. No bytes mean zero.
    std::optional<Revoked> find(ByteView serial_number) const;
    /// Compares the serial number as it is encoded: a negative one is none of the positive ones. Whether the list
    /// covers the certificate is for names_issuer_of() to say.
    std::optional<Revoked> find(const Certificate& certificate) const;

    /// The list's issuer is the certificate's issuer, as names compare: case and runs of spaces apart, [RFC5280] §7.1,
    /// and in whatever order of their parts: nobody who is revoked may be missed.
    bool names_issuer_of(const Certificate& certificate) const;
    /// The same, and key identifiers, where both give one, agree: `authority` may have made this list.
    bool names_as_issuer(const Certificate& authority) const;
    /// The key of `authority` made the signature. Nothing else is compared: see names_as_issuer(), keyUsage and dates.
    bool is_signed_by(const Certificate& authority) const;
    /// The signature's hash is SHA-256, SHA-384 or SHA-512.
    bool has_strong_signature() const;

    friend bool operator==(const Crl& a, const Crl& b) { return a.der() == b.der(); }

private:
    struct State;

    explicit Crl(std::shared_ptr<const State> state) noexcept : state_{std::move(state)} {}

    std::shared_ptr<const State> state_;
};

/// What goes into a list.
struct CrlContent {
    Time this_update{};
    Time next_update{};
    std::uint64_t number = 0;               ///< rises with every list, complete or delta
    std::vector<Revocation> revoked;        ///< in any order; a serial number at most once
    std::optional<std::uint64_t> base = {}; ///< makes a delta list: the number of the complete list it starts from
    std::string distribution_point = {};    ///< a URL makes an issuing distribution point, critical: a partition
    std::string freshest_url = {};          ///< in a complete list: where its delta lists are
};

/// Signs a list in the name of `issuer`, and verifies it before it returns it. Times to 2049 are UTCTime. Reason
/// unspecified is left out. [RFC5280] §5.3.1
/// Throws malformed_data for a serial number twice, an update before the last or a base that is not an earlier number;
/// signer_unsuitable for an issuer without subject key identifier; key_rejected if it does not certify `key`;
/// crypto_failed.
CARD_API Crl build_crl(const CrlContent& content, const Certificate& issuer, const SigningKey& key);

} // namespace card::pki
