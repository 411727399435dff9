// SPDX-License-Identifier: Apache-2.0
#include "issuer/signer_lists.hpp"

#include "issuer/list_order.hpp"
#include "issuer/revocation_lists.hpp"

#include <algorithm>

namespace perso::issuer {

namespace {

using card::Errc;
using card::pki::Crl;
using card::pki::RevocationReason;
using card::trust::Files;
using store::RevokedCertificate;

const std::string own_list = "crl/csca-1.crl";

[[noreturn]] void refuse_list(const std::string& name, std::string_view sentence)
{
    throw card::Error{Errc::trust_data_invalid, card::Step{"list of revoked signers"}, sentence}.with_field(name);
}

Crl read_list(const std::string& name, card::ByteView der)
{
    try {
        return Crl::parse(der);
    } catch (const card::Error& error) {
        refuse_list(name, error.what());
    }
}

/// Everything that the CSCA says of its signers, in numbers that the office can go on with.
Crl read_complete_list(const std::string& name, card::ByteView der)
{
    Crl list = read_list(name, der);
    if (list.delta_base() || !list.distribution_point().empty())
        refuse_list(name, "not the complete list");
    if (!list.number() || list.number()->size() >= sizeof(std::uint64_t))
        refuse_list(name, "without a number, or with one that is too long");
    return list;
}

/// Compromised is more than revoked for another reason: that list does not say less than the store.
bool has(const Crl& list, const RevokedCertificate& signer)
{
    const auto found = list.find(signer.serial_number);
    return found && (found->reason == signer.reason || found->reason == RevocationReason::key_compromise);
}

bool says_no_more(const std::optional<card::pki::Revoked>& listed, const RevokedCertificate& signer)
{
    return listed &&
           (signer.reason == RevocationReason::key_compromise || listed->reason != RevocationReason::key_compromise);
}

/// A signer that was revoked once stays so: the store has all that are listed.
void require_none_lost(const Crl& list, const std::vector<RevokedCertificate>& revoked)
{
    const auto known = std::ranges::count_if(revoked,
        [&](const RevokedCertificate& signer) { return says_no_more(list.find(signer.serial_number), signer); });
    if (static_cast<std::size_t>(known) < list.size())
        refuse_older_store(own_list, list.size() - static_cast<std::size_t>(known));
}

bool is_current(const Crl& list, card::Time now)
{
    const card::Time end = std::min(list.next_update(), list.this_update() + longest_signer_list_age);
    return list.this_update() <= now && now + signer_list_margin < end;
}

/// Lists of this office's CSCA; the others go on under their names.
class SignerLists {
public:
    SignerLists(const Issuer& issuer, const ListSources& sources)
        : issuer_{issuer}, sources_{sources}, csca_{issuer.csca_certificate()}
    {
    }

    bool is_pinned() const
    {
        return std::ranges::any_of(sources_.pinned, [&](const auto& file) {
            return card::trust::part_of(file.first) == "csca" && card::equal(file.second, csca_.der());
        });
    }

    bool is_ours(const Crl& list) const { return list.names_as_issuer(csca_) && list.is_signed_by(csca_); }

    /// Ours, newest last.
    std::vector<Crl> own() const
    {
        std::vector<Crl> lists;
        if (const auto before = sources_.previous.find(own_list); before != sources_.previous.end())
            lists.push_back(read_complete_list(own_list, before->second));
        for (const auto& [name, der] : sources_.ceremony)
            if (is_ours(read_list(name, der)))
                lists.push_back(read_complete_list(name, der));
        std::erase_if(lists, [&](const Crl& list) { return !is_ours(list); });
        std::ranges::stable_sort(lists, [](const Crl& a, const Crl& b) { return compare_numbers(a, b) < 0; });
        return lists;
    }

    /// Of other authorities, or of ours that is pinned no longer: the installation refuses that one.
    Files others() const
    {
        Files out;
        for (const auto& [name, der] : sources_.ceremony) {
            const Crl list = read_list(name, der);
            if (is_pinned() && is_ours(list))
                continue;
            if (name == own_list)
                refuse_list(name, "the list of another authority has the name of ours");
            const auto before = sources_.previous.find(name);
            const bool newer =
                before == sources_.previous.end() || compare_numbers(list, read_list(name, before->second)) >= 0;
            out.emplace(name, newer ? der : before->second);
        }
        return out;
    }

    Crl make_own(const std::vector<RevokedCertificate>& revoked, std::uint32_t number, card::Time now) const
    {
        const std::vector<Crl> lists = own();
        for (const Crl& list : lists)
            require_none_lost(list, revoked);
        const bool stays =
            !lists.empty() && is_current(lists.back(), now) &&
            std::ranges::all_of(revoked, [&](const RevokedCertificate& signer) { return has(lists.back(), signer); });
        if (stays)
            return lists.back();
        const std::uint64_t above =
            lists.empty() ? 0 : card::from_big_endian(lists.back().number().value_or(card::Bytes{}));
        return issuer_.sign_signer_list({.this_update = now,
            .next_update = now + list_validity,
            .number = std::max<std::uint64_t>(number, above + 1),
            .revoked = entries_of(revoked)});
    }

private:
    const Issuer& issuer_;
    const ListSources& sources_;
    card::pki::Certificate csca_;
};

} // namespace

Files make_signer_lists(const Issuer& issuer, const std::vector<RevokedCertificate>& revoked,
    const ListSources& sources, std::uint32_t number, card::Time now)
{
    const SignerLists lists{issuer, sources};
    Files out = lists.others();
    if (lists.is_pinned())
        out[own_list] = lists.make_own(revoked, number, now).der();
    return out;
}

} // namespace perso::issuer
