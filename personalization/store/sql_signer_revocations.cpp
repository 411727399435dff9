// SPDX-License-Identifier: Apache-2.0
// Document signers that two people revoked.
#include "card/base/error.hpp"
#include "database/sql/refuse.hpp"
#include "journal/events.hpp"
#include "people/joint.hpp"
#include "store/sql_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perso::store {

using card::Errc;
using card::pki::RevocationReason;

namespace {

RevocationReason signer_reason_of(const std::string& text)
{
    const auto reason = card::pki::revocation_reason_named(text);
    card::require(reason.has_value(), Errc::store_failed, "store", "a reason that this version does not know");
    return *reason;
}

} // namespace

void SqlStore::request_signer_revocation(const Signer& signer, RevocationReason reason, const std::string& reference,
    const std::string& person, card::Time now)
{
    card::require(std::ranges::find(signer_reasons, reason) != signer_reasons.end(), Errc::internal, "store",
        "no reason to revoke a signer");
    change(now, [&] {
        const SignerState known = signer_state(signer);
        if (known.compromised || (known.revoked && reason != RevocationReason::key_compromise))
            refuse(Errc::revoked_already, "this signer is revoked already", signer.name);
        const card::ByteView serial = signer.serial_number;
        database_.execute("drop_signer_request", {{":serial_number", serial}});
        database_.execute("request_signer_revocation",
            {{":serial_number", serial}, {":signer", signer.name}, {":reason", card::pki::name(reason)},
                {":reference", reference}, {":person", person}, {":at", seconds(now)}});
        note(now, {.event = audit::events::signer_revocation_requested,
                      .person = person,
                      .detail = fmt::format("{}: {}", signer.name, card::pki::name(reason))});
    });
}

void SqlStore::confirm_signer_revocation(
    const Signer& signer, RevocationReason reason, const std::string& person, card::Time now)
{
    change(now, [&] {
        const SignerState known = signer_state(signer);
        if (!known.requested && known.revoked)
            refuse(Errc::revoked_already, "this signer is revoked already", signer.name);
        if (!known.requested)
            refuse(Errc::revocation_not_requested, "nobody requested the revocation of this signer", signer.name);
        if (!people::may_confirm(known.requested_by, person))
            refuse(Errc::same_person, people::another_confirms, signer.name);
        if (known.requested != reason)
            refuse(Errc::revocation_reason_differs, "the revocation was requested for another reason", signer.name);
        database_.execute("confirm_signer_revocation",
            {{":serial_number", signer.serial_number}, {":person", person}, {":at", seconds(now)}});
        note(now, {.event = audit::events::signer_revoked,
                      .person = person,
                      .detail = fmt::format("{}: {}", signer.name, card::pki::name(reason))});
    });
}

SqlStore::SignerState SqlStore::signer_state(const Signer& signer) const
{
    SignerState state;
    for (const Row& row : database_.rows("revocations_of_signer", {{":serial_number", signer.serial_number}})) {
        const RevocationReason reason = signer_reason_of(row.text(0));
        if (row.is_null(2)) {
            state.requested = reason;
            state.requested_by = row.text(1);
        } else {
            state.revoked = true;
            state.compromised = state.compromised || reason == RevocationReason::key_compromise;
        }
    }
    return state;
}

std::vector<SignerRevocation> SqlStore::signer_revocations() const
{
    std::vector<SignerRevocation> revocations;
    for (const Row& row : database_.rows("signer_revocations")) {
        SignerRevocation revocation{.signer = {.serial_number = row.bytes(1), .name = row.text(0)},
            .reason = signer_reason_of(row.text(2)),
            .reference = row.text(3),
            .requested_by = row.text(4),
            .requested_at = row.time(5),
            .confirmed_by = row.text(6),
            .confirmed_at = {}};
        if (!row.is_null(7))
            revocation.confirmed_at = row.time(7);
        revocations.push_back(std::move(revocation));
    }
    return revocations;
}

std::vector<RevokedCertificate> SqlStore::revoked_signers() const
{
    std::vector<RevokedCertificate> signers;
    for (const Row& row : database_.rows("revoked_signers"))
        signers.push_back({row.bytes(0), row.time(1), signer_reason_of(row.text(2))});
    return signers;
}

} // namespace perso::store
