// SPDX-License-Identifier: Apache-2.0
#include "card/trust/trust_files.hpp"

#include "card/base/error.hpp"
#include "card/pki/ldif.hpp"
#include "card/pki/master_list.hpp"
#include "card/pki/path.hpp"
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

/// Pins, and links that one of these signed.
std::vector<pki::Certificate> list_makers(const Anchors& anchors)
{
    std::vector<pki::Certificate> makers = anchors.cscas();
    for (bool more = true; more;) {
        more = false;
        for (const pki::Certificate& link : anchors.links()) {
            const auto leads_here = [&](const pki::Certificate& maker) {
                return pki::names_issuer(link, maker) && pki::is_signed_by(link, maker);
            };
            if (std::ranges::find(makers, link) == makers.end() && std::ranges::any_of(makers, leads_here)) {
                makers.push_back(link);
                more = true;
            }
        }
    }
    return makers;
}

Policy read_policy(const Files& files)
{
    const auto policy = files.find("policy.toml");
    if (policy == files.end())
        return default_policy();
    return use_file(*policy, Errc::config_invalid, [](const Bytes& content) { return parse_policy(as_text(content)); });
}

std::string upper(std::string text)
{
    for (char& c : text)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    return text;
}

/// Fills what judge() takes, file by file.
class Loader {
public:
    Loader(const Files& files, LoadedTrust& trust) : files_{files}, trust_{trust} {}

    void load()
    {
        each("csca", ".cer", [&](const Bytes& content) { anchors().add(content, leniency()); });
        each("link", ".cer", [&](const Bytes& content) { anchors().add_link(content, leniency()); });
        if (takes_others())
            add_master_lists();
        const auto makers = list_makers(anchors());
        each(
            "crl", ".crl", [&](const Bytes& content) { trust_.data.signer_crls.push_back(verified(content, makers)); });
    }

private:
    bool takes_others() const { return trust_.policy.foreign_documents; }

    /// What a CSCA of another state takes on is noted with it: a document of ours under it is refused for that.
    pki::Leniency leniency() const { return takes_others() ? pki::Leniency::foreign_legacy : pki::Leniency::strict; }

    Anchors& anchors() { return trust_.data.anchors; }

    template <typename Use>
    void each(std::string_view part, std::string_view ending, Use&& use)
    {
        for (const auto& file : files_) {
            if (part_of(file.first) != part || !file.first.ends_with(ending))
                continue;
            try {
                use_file(file, Errc::trust_data_invalid, [&](const Bytes& content) { use(content); });
            } catch (const Error& error) {
                if (!takes_others() || may_be_ours(file.second))
                    throw;
                trust_.left_out.push_back({file.first, error.what()});
            }
        }
    }

    /// What cannot be read at all is nobody's.
    bool may_be_ours(ByteView der) const
    {
        try {
            const auto certificate = pki::Certificate::parse(der, pki::Leniency::foreign_legacy);
            return is_ours(certificate);
        } catch (const Error&) { // a CRL, or broken
        }
        try {
            const pki::Crl list = pki::Crl::parse(der);
            return std::ranges::any_of(trust_.data.anchors.cscas(),
                [&](const pki::Certificate& csca) { return is_ours(csca) && list.names_as_issuer(csca); });
        } catch (const Error&) {
            return false;
        }
    }

    bool is_ours(const pki::Certificate& certificate) const
    {
        return upper(certificate.subject_country()) == trust_.policy.country ||
               upper(certificate.issuer_country()) == trust_.policy.country;
    }

    void add_master_lists()
    {
        const std::vector<pki::Certificate> pinned = anchors().cscas(); // a list cannot vouch for the next one
        for (const auto& [name, content] : files_) {
            if (part_of(name) != "csca")
                continue;
            if (name.ends_with(".ml"))
                add_master_list(name, content, pinned);
            if (name.ends_with(".ldif"))
                add_ldif(name, content, pinned);
        }
    }

    void add_ldif(const std::string& name, ByteView content, const std::vector<pki::Certificate>& pinned)
    {
        try {
            for (const Bytes& list : pki::ldif_values(content, pki::ldif::master_list))
                add_master_list(name, list, pinned);
        } catch (const Error& error) {
            trust_.left_out.push_back({name, error.what()});
        }
    }

    void add_master_list(const std::string& name, ByteView der, const std::vector<pki::Certificate>& pinned)
    {
        try {
            const auto list = pki::MasterList::parse(der);
            require(
                list.signature_is_valid(), Errc::trust_data_invalid, "master list", "the signature does not verify");
            require(std::ranges::any_of(pinned, [&](const auto& csca) { return list.is_made_under(csca); }),
                Errc::trust_data_invalid, "master list", "made under no pinned CSCA");
            for (std::size_t i = 0; i < list.certificates().size(); ++i)
                add_listed(fmt::format("{}#{}", name, i + 1), list.certificates()[i]);
        } catch (const Error& error) {
            trust_.left_out.push_back({name, error.what()});
        }
    }

    /// Self-signed: a CSCA. Else a link from one to the next.
    void add_listed(const std::string& place, ByteView der)
    {
        try {
            const auto certificate = pki::Certificate::parse(der, pki::Leniency::foreign_legacy);
            require(!is_ours(certificate), Errc::trust_data_invalid, "master list", "of our own state");
            if (pki::names_subject(certificate, certificate) && pki::is_signed_by(certificate, certificate))
                anchors().add(der, pki::Leniency::foreign_legacy);
            else
                anchors().add_link(der, pki::Leniency::foreign_legacy);
        } catch (const Error& error) {
            trust_.left_out.push_back({place, error.what()});
        }
    }

    const Files& files_;
    LoadedTrust& trust_;
};

} // namespace

LoadedTrust load_files(const Files& files, const Manifest* manifest)
{
    LoadedTrust trust{.data = {}, .policy = read_policy(files)};
    Loader{files, trust}.load();
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
