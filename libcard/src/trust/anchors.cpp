// SPDX-License-Identifier: Apache-2.0
#include "card/trust/anchors.hpp"

#include "card/base/error.hpp"
#include "card/crypto/hash.hpp"
#include "card/pki/path.hpp"

#include <algorithm>

namespace card::trust {

namespace {

pki::Certificate read(ByteView der, pki::Leniency leniency)
{
    try {
        return pki::Certificate::parse(der, leniency);
    } catch (const Error& error) {
        throw Error{Errc::trust_data_invalid, Step{"CSCA"}, error.what()};
    }
}

pki::Certificate read_authority(ByteView der, pki::Leniency leniency)
{
    const pki::Certificate csca = read(der, leniency);
    require(
        (csca.is_authority() || leniency == pki::Leniency::foreign_legacy) && csca.may(pki::KeyUsage::key_cert_sign),
        Errc::trust_data_invalid, "CSCA", "the certificate is not that of an authority");
    return csca;
}

} // namespace

void Anchors::add(ByteView der, pki::Leniency leniency)
{
    insert(read_authority(der, leniency), true);
}

void Anchors::add_link(ByteView der, pki::Leniency leniency)
{
    insert(read_authority(der, leniency), false);
}

void Anchors::insert(const pki::Certificate& authority, bool pinned)
{
    auto& list = pinned ? cscas_ : links_;
    const std::uint32_t hash = pki::subject_name_hash(authority);
    const auto [first, last] = by_subject_.equal_range(hash);
    if (std::any_of(first, last,
            [&](const auto& entry) { return entry.second.pinned == pinned && list[entry.second.index] == authority; }))
        return;
    by_subject_.emplace(hash, Place{pinned, list.size()});
    list.push_back(authority);
    digest_ = crypto::digest(
        crypto::Hash::sha256, {digest_, Bytes{static_cast<std::uint8_t>(pinned ? 1 : 0)}, authority.fingerprint()});
}

std::vector<Anchors::Issuer> Anchors::issuers_of(const pki::Certificate& certificate) const
{
    std::vector<Issuer> out;
    const auto [first, last] = by_subject_.equal_range(pki::issuer_name_hash(certificate));
    for (auto at = first; at != last; ++at) {
        const Place& place = at->second;
        const pki::Certificate& issuer = (place.pinned ? cscas_ : links_)[place.index];
        const bool in_order = pki::names_subject(certificate, issuer);
        if (in_order || pki::names_subject_in_another_order(certificate, issuer))
            out.push_back({&issuer, place.pinned, in_order});
    }
    std::stable_partition(out.begin(), out.end(), [](const Issuer& issuer) { return issuer.pinned; });
    return out;
}

} // namespace card::trust
