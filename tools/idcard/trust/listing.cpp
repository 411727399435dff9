// SPDX-License-Identifier: Apache-2.0
#include "idcard/trust/listing.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/crypto/hash.hpp"
#include "card/pki/ldif.hpp"
#include "card/pki/master_list.hpp"
#include "card/pki/path.hpp"
#include "card/pki/pem.hpp"
#include "card/trust/anchors.hpp"
#include "card/trust/policy.hpp"
#include "card/trust/status_list.hpp"
#include "idcard/trust/content_kind.hpp"

#include <fmt/format.h>

namespace idcard {

namespace pki = card::pki;
namespace trust = card::trust;
using card::Bytes;
using card::ByteView;
using card::Errc;
using card::Error;

namespace {

std::string sha256(ByteView der)
{
    return card::to_hex(card::crypto::digest(card::crypto::Hash::sha256, der));
}

/// The country and the common name, as far as there are any.
std::string subject_of(const pki::Certificate& certificate)
{
    const std::string country = certificate.subject_country();
    const std::string name = certificate.subject_common_name();
    return country + (country.empty() || name.empty() ? "" : " ") + name;
}

/// Whose rules a certificate or a list is held to.
enum class Scope { documents, holders };

class Collector {
public:
    explicit Collector(card::Time now) : now_{now} {}

    void add_file(const std::string& name, ByteView content, Scope scope = Scope::documents)
    {
        switch (kind_of(content, name)) {
        case ContentKind::ldif:
            return attempt(name, content, [&] { add_ldif(name, content); });
        case ContentKind::pem:
            return attempt(name, content, [&] { add_pem(name, content, scope); });
        case ContentKind::revocation_list:
            return add_crl(name, content, scope);
        case ContentKind::master_list:
            return add_master_list(name, content);
        case ContentKind::certificate:
            return add_certificate(name, content, scope);
        }
    }

    void add_status_list(const std::string& name, ByteView content)
    {
        attempt(name, content, [&] {
            const auto list = trust::StatusList::parse(content);
            ListedItem& item = begin(name, "card_status_list", content);
            item.subject = list.header().issuing_state;
            item.entries = list.size();
            set_validity(item, {list.header().this_update, list.header().next_update});
        });
    }

    void add_package(const trust::Manifest& manifest)
    {
        ListedItem& item = begin("package.toml", "trust_package", {});
        item.subject = std::to_string(manifest.serial);
        item.fingerprint = card::to_hex(manifest.contents);
        item.signed_by = "root/present.cer";
        set_validity(item, {manifest.period.this_update, manifest.period.next_update});
    }

    void add_root(const std::string& place, const pki::Certificate& root)
    {
        ListedItem& item = begin(place, "package_root", root.der());
        item.subject = subject_of(root);
        item.signed_by = place;
        set_validity(item, root.validity());
    }

    /// Says of the item at `place` that it makes its folder unusable.
    void refuse(const std::string& place)
    {
        for (ListedItem& item : items_)
            if (item.place == place && !item.refused)
                item.refused = Errc::trust_data_invalid;
    }

    std::vector<ListedItem> finish()
    {
        for (const auto& [item, certificate] : certificates_)
            items_[item].signed_by = signer_of(certificate);
        for (const auto& [item, list] : lists_)
            items_[item].signed_by = signer_of(list);
        return std::move(items_);
    }

private:
    /// What cannot be read becomes an item all the same.
    template <typename Read>
    void attempt(const std::string& place, ByteView content, Read read)
    {
        const std::size_t items = items_.size();
        const std::size_t certificates = certificates_.size();
        const std::size_t lists = lists_.size();
        try {
            read();
        } catch (const Error& error) {
            items_.resize(items);
            certificates_.erase(certificates_.begin() + static_cast<std::ptrdiff_t>(certificates), certificates_.end());
            lists_.erase(lists_.begin() + static_cast<std::ptrdiff_t>(lists), lists_.end());
            begin(place, "unreadable", content).refused = error.code();
        }
    }

    ListedItem& begin(const std::string& place, std::string_view kind, ByteView content)
    {
        ListedItem& item = items_.emplace_back();
        item.place = place;
        item.kind = kind;
        item.fingerprint = sha256(content);
        return item;
    }

    void set_validity(ListedItem& item, const pki::Validity& validity) const
    {
        item.validity = validity;
        if (now_ < validity.not_before)
            item.currency = Currency::not_yet;
        else if (validity.not_after < now_)
            item.currency = Currency::over;
    }

    void add_certificate(const std::string& place, ByteView der, Scope scope)
    {
        attempt(place, der, [&] {
            const auto certificate = pki::Certificate::parse(der, pki::Leniency::foreign_legacy);
            const auto role = pki::role_of(certificate);
            ListedItem& item = begin(place, scope == Scope::holders ? "citizen_ca" : pki::name(role), der);
            item.subject = subject_of(certificate);
            set_validity(item, certificate.validity());
            if (scope == Scope::documents)
                item.broken = pki::lint(certificate, role);
            item.allowances = certificate.allowances();
            // What is pinned counts by its key alone; nobody verifies its signature.
            const auto weak =
                role == pki::CertificateRole::csca ? certificate.key_weaknesses() : certificate.weaknesses();
            if (weak)
                item.allowances.insert(weak->begin(), weak->end());
            else
                item.refused = Errc::unsupported;
            certificates_.emplace_back(items_.size() - 1, certificate);
        });
    }

    void add_crl(const std::string& place, ByteView der, Scope scope)
    {
        attempt(place, der, [&] {
            const auto list = pki::Crl::parse(der);
            ListedItem& item = begin(place, scope == Scope::holders ? "citizen_crl" : "crl", der);
            set_validity(item, {list.this_update(), list.next_update()});
            item.entries = list.size();
            if (scope == Scope::documents)
                item.broken = pki::lint(list);
            lists_.emplace_back(items_.size() - 1, list);
        });
    }

    void add_master_list(const std::string& place, ByteView der)
    {
        std::optional<pki::MasterList> list;
        attempt(place, der, [&] {
            list = pki::MasterList::parse(der);
            ListedItem& item = begin(place, "master_list", der);
            item.subject = subject_of(list->signer());
            item.entries = list->certificates().size();
            item.allowances = list->allowances();
            if (!list->signature_is_valid())
                item.refused = Errc::trust_data_invalid;
            certificates_.emplace_back(items_.size() - 1, list->signer());
        });
        if (!list)
            return;
        unsigned number = 0;
        for (const Bytes& certificate : list->certificates())
            add_certificate(fmt::format("{}#{}", place, ++number), certificate, Scope::documents);
    }

    void add_ldif(const std::string& place, ByteView text)
    {
        const auto lists = pki::ldif_values(text, pki::ldif::master_list);
        const auto certificates = pki::ldif_values(text, pki::ldif::certificate);
        const auto revocations = pki::ldif_values(text, pki::ldif::revocation_list);
        card::require(!lists.empty() || !certificates.empty() || !revocations.empty(), Errc::malformed_data, "LDIF",
            "no certificate and no list");
        unsigned number = 0;
        for (const Bytes& value : lists)
            add_master_list(fmt::format("{}#{}", place, ++number), value);
        for (const Bytes& value : certificates)
            add_certificate(fmt::format("{}#{}", place, ++number), value, Scope::documents);
        for (const Bytes& value : revocations)
            add_crl(fmt::format("{}#{}", place, ++number), value, Scope::documents);
    }

    void add_pem(const std::string& file, ByteView text, Scope scope)
    {
        const auto blocks = pki::read_pem(text);
        unsigned number = 0;
        for (const pki::PemBlock& block : blocks) {
            const std::string place = blocks.size() == 1 ? file : fmt::format("{}#{}", file, ++number);
            if (block.label == pki::pem::certificate)
                add_certificate(place, block.content, scope);
            else if (block.label == pki::pem::revocation_list)
                add_crl(place, block.content, scope);
            else if (block.label == pki::pem::signed_data || block.label == pki::pem::signed_data_of_old)
                add_master_list(place, block.content);
            else
                begin(place, "unreadable", block.content).refused = Errc::unsupported;
        }
    }

    std::string signer_of(const pki::Certificate& certificate) const
    {
        for (const auto& [item, issuer] : certificates_)
            if (pki::names_issuer(certificate, issuer) && pki::is_signed_by(certificate, issuer))
                return items_[item].place;
        return {};
    }

    std::string signer_of(const pki::Crl& list) const
    {
        for (const auto& [item, issuer] : certificates_)
            if (list.names_as_issuer(issuer) && list.is_signed_by(issuer))
                return items_[item].place;
        return {};
    }

    card::Time now_;
    std::vector<ListedItem> items_;
    std::vector<std::pair<std::size_t, pki::Certificate>> certificates_; ///< with the item that each belongs to
    std::vector<std::pair<std::size_t, pki::Crl>> lists_;
};

/// The rules by which a folder's CSCAs are read.
pki::Leniency leniency_of(const trust::Files& files)
{
    const auto policy = files.find("policy.toml");
    try {
        const bool foreign =
            policy != files.end() && trust::parse_policy(card::as_text(policy->second)).foreign_documents;
        return foreign ? pki::Leniency::foreign_legacy : pki::Leniency::strict;
    } catch (const Error&) { // told by whoever loads the folder
        return pki::Leniency::strict;
    }
}

/// As the loading of a folder does it, for this file alone.
bool is_usable_anchor(std::string_view part, ByteView content, pki::Leniency leniency)
{
    try {
        trust::Anchors anchors;
        part == "csca" ? anchors.add(content, leniency) : anchors.add_link(content, leniency);
        return true;
    } catch (const Error&) {
        return false;
    }
}

} // namespace

const std::vector<std::string_view>& listed_kinds()
{
    static const std::vector<std::string_view> kinds{"csca", "link", "document_signer", "master_list_signer", "other",
        "citizen_ca", "crl", "citizen_crl", "master_list", "card_status_list", "trust_package", "package_root",
        "unreadable"};
    return kinds;
}

std::vector<ListedItem> list_files(const trust::Files& files, card::Time now)
{
    Collector collector{now};
    for (const auto& [name, content] : files)
        collector.add_file(name, content);
    return collector.finish();
}

std::vector<ListedItem> list_folder(const TrustFolder& folder, card::Time now)
{
    Collector collector{now};
    if (folder.manifest)
        collector.add_package(*folder.manifest);
    if (folder.installation) {
        collector.add_root("root/present.cer", folder.installation->root);
        if (folder.installation->next)
            collector.add_root("root/next.cer", *folder.installation->next);
    }
    const pki::Leniency leniency = leniency_of(folder.files);
    for (const auto& [name, content] : folder.files) {
        const std::string_view part = trust::part_of(name);
        if (part == "status")
            collector.add_status_list(name, content);
        else if (part == "csca" || name.ends_with(".cer") || name.ends_with(".crl"))
            collector.add_file(name, content, part == "citizen" ? Scope::holders : Scope::documents);
        if ((part == "csca" || part == "link") && name.ends_with(".cer") && !is_usable_anchor(part, content, leniency))
            collector.refuse(name);
    }
    return collector.finish();
}

} // namespace idcard
