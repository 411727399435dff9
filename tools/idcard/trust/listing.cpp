// SPDX-License-Identifier: Apache-2.0
#include "idcard/trust/listing.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/crypto/hash.hpp"
#include "card/pki/ldif.hpp"
#include "card/pki/master_list.hpp"
#include "card/pki/path.hpp"

#include <fmt/format.h>

namespace idcard {

namespace pki = card::pki;
using card::Bytes;
using card::ByteView;
using card::Errc;
using card::Error;

namespace {

bool is_known(std::string_view name)
{
    for (const std::string_view ending : {".cer", ".crl", ".ml", ".ldif"})
        if (name.ends_with(ending))
            return true;
    return false;
}

std::string fingerprint(ByteView der)
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

class Collector {
public:
    void add_file(const std::string& name, ByteView content)
    {
        if (name.ends_with(".ldif") || pki::is_ldif(content))
            return attempt(name, content, [&] { add_ldif(name, content); });
        if (name.ends_with(".crl"))
            return add_crl(name, content);
        if (name.ends_with(".ml"))
            return add_master_list(name, content);
        add_certificate(name, content);
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
        const std::size_t before = items_.size();
        try {
            read();
        } catch (const Error& error) {
            items_.resize(before);
            ListedItem& item = begin(place, "unreadable", content);
            item.refused = error.code();
        }
    }

    ListedItem& begin(const std::string& place, std::string_view kind, ByteView content)
    {
        return items_.emplace_back(
            ListedItem{.place = place, .kind = std::string{kind}, .subject = {}, .fingerprint = fingerprint(content)});
    }

    void add_certificate(const std::string& place, ByteView der)
    {
        attempt(place, der, [&] {
            const auto certificate = pki::Certificate::parse(der, pki::Leniency::foreign_legacy);
            const auto role = pki::role_of(certificate);
            ListedItem& item = begin(place, pki::name(role), der);
            item.subject = subject_of(certificate);
            item.validity = certificate.validity();
            item.broken = pki::lint(certificate, role);
            item.allowances = certificate.allowances();
            certificates_.emplace_back(items_.size() - 1, certificate);
        });
    }

    void add_crl(const std::string& place, ByteView der)
    {
        attempt(place, der, [&] {
            const auto list = pki::Crl::parse(der);
            ListedItem& item = begin(place, "crl", der);
            item.validity = pki::Validity{list.this_update(), list.next_update()};
            item.entries = list.size();
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
            add_certificate(fmt::format("{}#{}", place, ++number), certificate);
    }

    void add_ldif(const std::string& place, ByteView text)
    {
        const auto lists = pki::ldif_values(text, pki::ldif::master_list);
        const auto certificates = pki::ldif_values(text, pki::ldif::certificate);
        const auto revocations = pki::ldif_values(text, pki::ldif::revocation_list);
        unsigned number = 0;
        for (const Bytes& value : lists)
            add_master_list(fmt::format("{}#{}", place, ++number), value);
        for (const Bytes& value : certificates)
            add_certificate(fmt::format("{}#{}", place, ++number), value);
        for (const Bytes& value : revocations)
            add_crl(fmt::format("{}#{}", place, ++number), value);
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

    std::vector<ListedItem> items_;
    std::vector<std::pair<std::size_t, pki::Certificate>> certificates_; ///< with the item that each belongs to
    std::vector<std::pair<std::size_t, pki::Crl>> lists_;
};

} // namespace

std::vector<ListedItem> list_trust(const card::trust::Files& files)
{
    Collector collector;
    for (const auto& [name, content] : files)
        if (is_known(name))
            collector.add_file(name, content);
    return collector.finish();
}

} // namespace idcard
