// SPDX-License-Identifier: Apache-2.0
#include "card/trust/trust_files.hpp"

#include "card/base/error.hpp"
#include "card/trust/status_list.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace card::trust {

namespace {

/// What goes wrong in a file is told with its name.
template <typename Use>
auto use_file(const Files::value_type& file, Errc code, Use&& use)
{
    try {
        return use(file.second);
    } catch (const Error& error) {
        Error named{code, error.what()};
        static_cast<void>(std::move(named).with_field(
            error.field().empty() ? file.first : fmt::format("{}: {}", file.first, error.field())));
        if (error.number())
            static_cast<void>(std::move(named).with_number(*error.number()));
        throw named;
    }
}

template <typename Use>
void for_each(const Files& files, std::string_view part, std::string_view ending, Use&& use)
{
    for (const auto& file : files)
        if (part_of(file.first) == part && file.first.ends_with(ending))
            use_file(file, Errc::trust_data_invalid, [&](const Bytes& content) { use(content); });
}

pki::Crl verified(ByteView der, const std::vector<pki::Certificate>& authorities)
{
    pki::Crl list = pki::Crl::parse(der);
    const bool signed_by_one = std::ranges::any_of(authorities, [&](const pki::Certificate& authority) {
        return list.names_as_issuer(authority) && authority.may(pki::KeyUsage::crl_sign) &&
               list.is_signed_by(authority);
    });
    require(signed_by_one && list.has_strong_signature(), Errc::trust_data_invalid, "CRL",
        "signed by no pinned authority, or weakly");
    return list;
}

Policy read_policy(const Files& files)
{
    const auto policy = files.find("policy.toml");
    if (policy == files.end())
        return default_policy();
    return use_file(*policy, Errc::config_invalid, [](const Bytes& content) { return parse_policy(as_text(content)); });
}

/// What a CSCA of another state takes on is noted with it: a document of ours under it is refused for that.
pki::Leniency leniency_of(const Policy& policy)
{
    return policy.foreign_documents ? pki::Leniency::foreign_legacy : pki::Leniency::strict;
}

} // namespace

LoadedTrust load_files(const Files& files, const Manifest* manifest)
{
    LoadedTrust trust{.data = {}, .policy = read_policy(files)};
    const pki::Leniency leniency = leniency_of(trust.policy);
    for_each(files, "csca", ".cer", [&](const Bytes& content) { trust.data.anchors.add(content, leniency); });
    for_each(files, "link", ".cer", [&](const Bytes& content) { trust.data.anchors.add_link(content, leniency); });
    for_each(files, "crl", ".crl",
        [&](const Bytes& content) { trust.data.signer_crls.push_back(verified(content, trust.data.anchors.cscas())); });
    for_each(files, "status", ".bin", [&](const Bytes& content) {
        require(!trust.data.status, Errc::trust_data_invalid, "card status list", "there are two");
        trust.data.status = std::make_shared<const StatusList>(StatusList::parse(content));
    });
    trust.data.limits = trust.policy.limits;
    if (manifest != nullptr) {
        trust.data.serial = manifest->serial;
        trust.data.this_update = manifest->period.this_update;
        trust.data.next_update = manifest->period.next_update;
    }
    return trust;
}

CitizenTrust load_citizen_files(const Files& files)
{
    CitizenTrust trust;
    for_each(files, "citizen", ".cer", [&](const Bytes& content) {
        const pki::Certificate authority = pki::Certificate::parse(content);
        require(
            authority.is_authority(), Errc::trust_data_invalid, "citizen CA", "not the certificate of an authority");
        trust.authorities.push_back(authority);
    });
    for_each(files, "citizen", ".crl",
        [&](const Bytes& content) { trust.lists.push_back(verified(content, trust.authorities)); });
    return trust;
}

} // namespace card::trust
