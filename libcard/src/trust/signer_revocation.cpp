// SPDX-License-Identifier: Apache-2.0
#include "signer_revocation.hpp"

#include "passive_authentication.hpp"

#include "card/base/error.hpp"
#include "card/tlv/writer.hpp"

#include <algorithm>
#include <utility>

namespace card::trust {

namespace {

using pki::RevocationReason;

Check result(State state, std::optional<Errc> reason = std::nullopt)
{
    return {.id = CheckId::signer_revocation, .state = state, .reason = reason};
}

/// The key itself was not in danger. "Unspecified" and "on hold" leave that open.
bool key_stayed_safe(const std::optional<RevocationReason>& reason)
{
    return reason == RevocationReason::affiliation_changed || reason == RevocationReason::superseded ||
           reason == RevocationReason::cessation_of_operation || reason == RevocationReason::privilege_withdrawn;
}

/// cRLDistributionPoints has this URI; the URI of a partition stands in the certificates that it covers.
/// [RFC5280] §6.3.3 (b)(2)(i)
bool names_distribution_point(const pki::Certificate& certificate, std::string_view url)
{
    const auto points = certificate.extension("2.5.29.31");
    const Bytes name = tlv::encode(tlv::Tag{0x86}, as_bytes(url));
    return points && std::search(points->begin(), points->end(), name.begin(), name.end()) != points->end();
}

bool covers(const pki::Crl& list, const pki::Certificate& signer)
{
    if (list.delta_base() || !list.names_issuer_of(signer))
        return false;
    return list.distribution_point().empty() || names_distribution_point(signer, list.distribution_point());
}

Check judge_entry(const pki::Revoked& revoked, std::optional<Date> issued)
{
    if (!key_stayed_safe(revoked.reason))
        return result(State::failed, Errc::signer_revoked);
    if (!issued)
        return result(State::not_done, Errc::revocation_not_checked);
    return result(*issued < day_of(revoked.when) ? State::passed : State::failed,
        *issued < day_of(revoked.when) ? std::nullopt : std::optional{Errc::signer_revoked});
}

/// Links are few and seldom revoked: whatever the reason, nobody comes over such a one any more. The pin at the end is
/// for who installed it to take away.
bool over_revoked_link(const pki::Certificate& signer, const TrustData& trust)
{
    if (trust.anchors.links().empty())
        return false;
    ChainSearch search;
    const auto proven = find_signer(signer, trust, search);
    return proven && std::any_of(proven->path.begin(), proven->path.end() - 1, [&](const pki::Certificate& link) {
        return std::any_of(trust.signer_crls.begin(), trust.signer_crls.end(),
            [&](const pki::Crl& list) { return covers(list, link) && list.find(link); });
    });
}

int age_in_days(const pki::Crl& list, Date today)
{
    const auto age = std::chrono::sys_days{today} - std::chrono::sys_days{day_of(list.this_update())};
    return std::max(0, static_cast<int>(age.count()));
}

} // namespace

Check check_signer_revocation(
    const pki::Certificate& signer, const TrustData& trust, std::optional<Date> issued, Date today)
{
    const pki::Crl* newest = nullptr;
    Check answer = result(State::passed);
    for (const pki::Crl& list : trust.signer_crls) {
        if (!covers(list, signer))
            continue;
        if (newest == nullptr || newest->this_update() < list.this_update())
            newest = &list;
        if (const auto revoked = list.find(signer)) {
            const Check entry = judge_entry(*revoked, issued);
            if (entry.state == State::failed)
                return entry;
            if (entry.state != State::passed)
                answer = entry;
        }
    }
    if (newest == nullptr)
        return result(State::not_done, Errc::revocation_not_checked);
    if (answer.state != State::passed)
        return answer;
    answer.days = age_in_days(*newest, today);
    if (std::cmp_greater(*answer.days, trust.limits.signer_crl_days)) {
        answer.state = State::stale;
        answer.reason = Errc::signer_list_old;
    }
    return answer;
}

Check check_signer_revocation(const std::optional<lds::Sod>& sod, const Check& chain, const TrustData& trust,
    std::optional<Date> issued, Date today)
{
    if (!sod || chain.state != State::passed)
        return result(State::not_done, Errc::revocation_not_checked);
    if (over_revoked_link(sod->signed_data.signer(), trust))
        return result(State::failed, Errc::signer_revoked);
    return check_signer_revocation(sod->signed_data.signer(), trust, issued, today);
}

} // namespace card::trust
