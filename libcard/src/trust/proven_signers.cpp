// SPDX-License-Identifier: Apache-2.0
#include "card/trust/proven_signers.hpp"

#include "card/base/error.hpp"
#include "card/pki/path.hpp"
#include "card/tlv/reader.hpp"

#include <algorithm>
#include <array>
#include <mutex>

namespace card::trust {

namespace {

/// [9303-12] §7.1, for one who issues certificates; what it takes on goes to `allowances`. Nothing if it may not.
bool may_issue(const pki::Certificate& csca, pki::Allowances& allowances)
{
    const auto weak = csca.key_weaknesses();
    const auto critical = csca.critical_extensions();
    if (!csca.may(pki::KeyUsage::key_cert_sign) || !critical || !weak)
        return false;
    allowances.insert(weak->begin(), weak->end());
    allowances.insert(critical->begin(), critical->end());
    allowances.insert(csca.allowances().begin(), csca.allowances().end());
    if (!csca.is_authority())
        allowances.insert(pki::Allowance::no_basic_constraints);
    return true;
}

/// Both name the key, and name the same: without that, a CSCA of the same name may be another one than the issuer.
bool has_same_key_id(const pki::Certificate& certificate, const pki::Certificate& issuer)
{
    const auto wanted = certificate.authority_key_id();
    return wanted && wanted == issuer.subject_key_id();
}

/// The chain upwards, depth first: the issuers of one name are few.
class Search {
public:
    explicit Search(const Anchors& anchors) : anchors_{anchors} {}

    bool climb(const pki::Certificate& certificate)
    {
        if (path.size() == longest_path)
            return false;
        const auto issuers = anchors_.issuers_of(certificate);
        // Key identifiers that disagree, and names in another order, are tried last: some issuers get them wrong, and
        // the signature decides.
        for (const bool agree : {true, false})
            for (const auto& issuer : issuers)
                if ((issuer.in_order && pki::key_identifiers_agree(certificate, *issuer.certificate)) == agree &&
                    try_issuer(certificate, issuer))
                    return true;
        return false;
    }

    std::vector<pki::Certificate> path;
    pki::Allowances allowances;
    bool named = false;
    bool unsuitable = false;

private:
    bool try_issuer(const pki::Certificate& certificate, const Anchors::Issuer& issuer)
    {
        if (path.empty() && issuer.pinned && has_same_key_id(certificate, *issuer.certificate))
            named = true; // a bad link is not the signer's fault
        const bool used = std::find(path.begin(), path.end(), *issuer.certificate) != path.end();
        if (used || tries_left_ == 0 || (--tries_left_, !pki::is_signed_by(certificate, *issuer.certificate)))
            return false;
        const pki::Allowances before = allowances;
        if (!may_issue(*issuer.certificate, allowances) ||
            issuer.certificate->validity().not_after < certificate.validity().not_before) {
            unsuitable = true;
            allowances = before;
            return false;
        }
        if (!issuer.in_order)
            allowances.insert(pki::Allowance::issuer_name_order);
        if (!pki::key_identifiers_agree(certificate, *issuer.certificate))
            allowances.insert(pki::Allowance::key_identifier);
        path.push_back(*issuer.certificate);
        if (issuer.pinned || climb_link(*issuer.certificate))
            return true;
        path.pop_back();
        allowances = before;
        return false;
    }

    /// A link's own signature counts, that of a pinned certificate does not.
    bool climb_link(const pki::Certificate& link)
    {
        const auto weak = link.weaknesses();
        if (!weak)
            return false;
        allowances.insert(weak->begin(), weak->end());
        return climb(link);
    }

    const Anchors& anchors_;
    unsigned tries_left_ = 64; ///< signatures; a chain needs two or three
};

constexpr std::string_view extended_key_usage = "2.5.29.37";

/// Whether extendedKeyUsage names a duty of ICAO's, 2.23.136.1.1.*, such as signing master lists, deviation lists and
/// bar codes, or cannot be read: their keys sign no documents.
bool has_another_duty(ByteView value)
{
    constexpr std::array<std::uint8_t, 5> icao_security{0x67, 0x81, 0x08, 0x01, 0x01};
    try {
        tlv::Reader purposes{tlv::only(value, tlv::asn1::sequence)};
        while (!purposes.at_end()) {
            const ByteView purpose = purposes.expect(tlv::asn1::oid);
            if (purpose.size() > icao_security.size() && equal(purpose.first(icao_security.size()), icao_security))
                return true;
        }
        return false;
    } catch (const Error&) {
        return true;
    }
}

/// [9303-12] §7.1, for one who signs documents.
bool may_sign_documents(const pki::Certificate& signer)
{
    const auto purposes = signer.extension(extended_key_usage);
    return !(purposes && has_another_duty(*purposes)) && !signer.is_authority() &&
           signer.may(pki::KeyUsage::digital_signature) && signer.critical_extensions() && signer.weaknesses();
}

} // namespace

ChainSearch find_chain(const pki::Certificate& signer, const Anchors& anchors)
{
    Search search{anchors};
    ChainSearch out;
    const bool found = search.climb(signer);
    out.named = search.named;
    out.unsuitable = search.unsuitable;
    if (!found)
        return out;
    if (const auto weak = signer.weaknesses())
        search.allowances.insert(weak->begin(), weak->end());
    if (const auto critical = signer.critical_extensions())
        search.allowances.insert(critical->begin(), critical->end());
    search.allowances.insert(signer.allowances().begin(), signer.allowances().end());
    const pki::Validity validity = signer.validity();
    out.signer = ProvenSigner{.certificate = signer,
        .path = std::move(search.path),
        .allowances = std::move(search.allowances),
        .suitable = may_sign_documents(signer),
        .has_purposes = signer.extension(extended_key_usage).has_value(),
        .subject_country = signer.subject_country(),
        .issuer_country = signer.issuer_country(),
        .validity = validity,
        .key_usage = signer.private_key_usage().value_or(validity)};
    return out;
}

std::shared_ptr<const ProvenSigner> ProvenSigners::find(ByteView der, const Anchors& anchors) const
{
    const std::shared_lock lock{mutex_};
    const auto found = signers_.find(as_text(der));
    if (found == signers_.end() || found->second.anchors != anchors.digest())
        return nullptr;
    return found->second.signer;
}

void ProvenSigners::add(std::shared_ptr<const ProvenSigner> signer, const Anchors& anchors)
{
    std::string key{as_text(signer->certificate.der())};
    const std::unique_lock lock{mutex_};
    if (signers_.size() >= most_)
        signers_.clear();
    signers_.insert_or_assign(std::move(key), Entry{anchors.digest(), std::move(signer)});
}

std::size_t ProvenSigners::size() const
{
    const std::shared_lock lock{mutex_};
    return signers_.size();
}

} // namespace card::trust
