// SPDX-License-Identifier: Apache-2.0
#include "issuer/lint/lists.hpp"

#include "card/pki/lint.hpp"

#include <algorithm>

namespace perso::issuer::lint {

namespace pki = card::pki;

namespace {

constexpr std::size_t longest_number = 20; // [RFC5280] §5.2.3

bool says(const pki::Crl& list, const pki::Revocation& entry)
{
    const auto found = list.find(entry.serial_number);
    using Reason = pki::RevocationReason; // unspecified is said by saying nothing
    return found && found->when == entry.when && found->reason != Reason::unspecified &&
           found->reason.value_or(Reason::unspecified) == entry.reason.value_or(Reason::unspecified);
}

} // namespace

Findings check(const pki::Crl& list, ListKind kind, const pki::Certificate& issuer,
    const std::vector<pki::Revocation>& revoked, card::Time now)
{
    Findings findings;
    if (kind == ListKind::signers)
        for (const pki::LintRule rule : pki::lint(list))
            findings.rule(pki::name(rule), false);
    findings.rule("list_signature", list.is_signed_by(issuer));
    findings.rule(
        "list_issuer", list.issuer() == issuer.subject() && list.authority_key_id() == issuer.subject_key_id());
    findings.rule("list_hash", list.has_strong_signature());
    findings.rule("list_number", list.number() && list.number()->size() <= longest_number);
    findings.rule("list_not_current", list.this_update() <= now && now < list.next_update());
    findings.rule("list_future_entry",
        std::ranges::all_of(revoked, [&](const auto& entry) { return entry.when <= list.this_update(); }));
    findings.rule("list_entries", list.size() == revoked.size() && std::ranges::all_of(revoked, [&](const auto& entry) {
        return says(list, entry);
    }));
    findings.rule("list_authority", issuer.is_authority() && issuer.may(pki::KeyUsage::crl_sign));
    findings.rule("list_expired_issuer", issuer.validity().contains(now));
    return findings;
}

void require_fit(const pki::Crl& list, ListKind kind, const pki::Certificate& issuer,
    const std::vector<pki::Revocation>& revoked, card::Time now)
{
    check(list, kind, issuer, revoked, now).require_none(kind == ListKind::signers ? "signer_list" : "citizen_list");
}

} // namespace perso::issuer::lint
