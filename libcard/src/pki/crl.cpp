// SPDX-License-Identifier: Apache-2.0
#include "card/pki/crl.hpp"

#include "crl_reader.hpp"
#include "state.hpp"

#include "card/pki/der_limits.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include <algorithm>
#include <array>

namespace card::pki {

namespace {

using CrlPtr = Owned<X509_CRL, X509_CRL_free>;

constexpr std::array<std::pair<RevocationReason, std::string_view>, 10> reasons{{
    {RevocationReason::unspecified, "unspecified"},
    {RevocationReason::key_compromise, "key_compromise"},
    {RevocationReason::ca_compromise, "ca_compromise"},
    {RevocationReason::affiliation_changed, "affiliation_changed"},
    {RevocationReason::superseded, "superseded"},
    {RevocationReason::cessation_of_operation, "cessation_of_operation"},
    {RevocationReason::certificate_hold, "certificate_hold"},
    {RevocationReason::remove_from_crl, "remove_from_crl"},
    {RevocationReason::privilege_withdrawn, "privilege_withdrawn"},
    {RevocationReason::aa_compromise, "aa_compromise"},
}};

/// Content of a certificate's serialNumber. [RFC5280] §4.1
ByteView serial_of(const Certificate& certificate)
{
    tlv::Reader reader{tlv::only(certificate.der(), tlv::asn1::sequence)};
    tlv::Reader tbs{reader.expect(tlv::asn1::sequence)};
    tbs.accept(tlv::Tag{0xA0}); // version
    return tbs.expect(tlv::asn1::integer);
}

/// In whatever order: a CSCA that writes its own name in two must not miss whom it revokes.
bool names_same_issuer(ByteView a, ByteView b)
{
    if (equal(a, b))
        return true;
    const NameParts name = read_name(a);
    const NameParts other = read_name(b);
    return name.hash == other.hash && (same_name(name, other) || same_attributes(a, b));
}

/// The hash of a signature algorithm, as a number of OpenSSL.
int hash_of_signature(const X509_ALGOR* algorithm)
{
    const ASN1_OBJECT* object = nullptr;
    int type = V_ASN1_UNDEF;
    const void* value = nullptr;
    X509_ALGOR_get0(&object, &type, &value, algorithm);
    int hash = NID_undef;
    if (OBJ_obj2nid(object) != NID_rsassaPss) {
        OBJ_find_sigid_algs(OBJ_obj2nid(object), &hash, nullptr);
        return hash;
    }
    using Pss = Owned<RSA_PSS_PARAMS, RSA_PSS_PARAMS_free>;
    if (type != V_ASN1_SEQUENCE)
        return NID_undef;
    const auto pss = decoded<Pss>(view(static_cast<const ASN1_STRING*>(value)), d2i_RSA_PSS_PARAMS, "RSASSA-PSS");
    if (pss->hashAlgorithm == nullptr)
        return NID_sha1;
    X509_ALGOR_get0(&object, nullptr, nullptr, pss->hashAlgorithm);
    return OBJ_obj2nid(object);
}

} // namespace

std::string_view name(RevocationReason reason)
{
    const auto found = std::ranges::find(reasons, reason, &decltype(reasons)::value_type::first);
    return found == reasons.end() ? std::string_view{} : found->second;
}

std::optional<RevocationReason> revocation_reason_named(std::string_view name)
{
    const auto found = std::ranges::find(reasons, name, &decltype(reasons)::value_type::second);
    return found == reasons.end() ? std::nullopt : std::optional{found->first};
}

struct Crl::State {
    explicit State(ByteView bytes) : der{to_bytes(bytes)}, parts{read_crl(der)} {}

    Bytes der;
    CrlParts parts;

    std::optional<Revoked> find(ByteView serial) const
    {
        const auto at = std::lower_bound(parts.entries.begin(), parts.entries.end(), serial,
            [](const CrlEntry& entry, ByteView wanted) { return serial_less(entry.serial, wanted); });
        if (at == parts.entries.end() || !equal(at->serial, serial))
            return std::nullopt;
        return Revoked{at->when, at->reason};
    }
};

Crl Crl::parse(ByteView der)
{
    check_der(der, max_crl_size);
    return Crl{std::make_shared<const State>(der)};
}

const Bytes& Crl::der() const noexcept
{
    return state_->der;
}

const Bytes& Crl::issuer() const noexcept
{
    return state_->parts.issuer;
}

Time Crl::this_update() const noexcept
{
    return state_->parts.this_update;
}

Time Crl::next_update() const noexcept
{
    return state_->parts.next_update;
}

std::optional<Bytes> Crl::authority_key_id() const
{
    return state_->parts.authority_key_id;
}

const std::optional<Bytes>& Crl::number() const noexcept
{
    return state_->parts.number;
}

const std::optional<Bytes>& Crl::delta_base() const noexcept
{
    return state_->parts.delta_base;
}

const std::string& Crl::distribution_point() const noexcept
{
    return state_->parts.distribution_point;
}

std::size_t Crl::size() const noexcept
{
    return state_->parts.entries.size();
}

std::optional<Revoked> Crl::find(ByteView serial_number) const
{
    return state_->find(tlv::only(tlv::encode_unsigned(serial_number), tlv::asn1::integer));
}

std::optional<Revoked> Crl::find(const Certificate& certificate) const
{
    return state_->find(serial_of(certificate));
}

bool Crl::names_issuer_of(const Certificate& certificate) const
{
    return names_same_issuer(issuer(), certificate.issuer());
}

bool Crl::names_as_issuer(const Certificate& authority) const
{
    if (!names_same_issuer(issuer(), authority.subject()))
        return false;
    const auto wanted = authority_key_id();
    const auto offered = authority.subject_key_id();
    return !wanted || !offered || *wanted == *offered;
}

bool Crl::is_signed_by(const Certificate& authority) const
{
    const auto crl = decoded<CrlPtr>(der(), d2i_X509_CRL, "CRL");
    EVP_PKEY* const key = authority.state().public_key().get();
    const bool verified = key != nullptr && X509_CRL_verify(crl.get(), key) == 1;
    take_openssl_reason();
    return verified;
}

bool Crl::has_strong_signature() const
{
    const auto crl = decoded<CrlPtr>(der(), d2i_X509_CRL, "CRL");
    const X509_ALGOR* algorithm = nullptr;
    X509_CRL_get0_signature(crl.get(), nullptr, &algorithm);
    const int hash = hash_of_signature(algorithm);
    return hash == NID_sha256 || hash == NID_sha384 || hash == NID_sha512;
}

} // namespace card::pki
