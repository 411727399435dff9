// SPDX-License-Identifier: Apache-2.0
// Document signers that two people revoked.
#include "card/base/error.hpp"
#include "store/sqlite/refuse.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perso::store {

using card::Errc;
using card::pki::RevocationReason;

namespace {

RevocationReason signer_reason_of(const SQLite::Column& column)
{
    const auto reason = card::pki::revocation_reason_named(column.getString());
    card::require(reason.has_value(), Errc::store_failed, "store", "a reason that this version does not know");
    return *reason;
}

card::Time recorded_time(const SQLite::Column& column)
{
    return card::Time{std::chrono::seconds{column.getInt64()}};
}

} // namespace

void SqliteStore::request_signer_revocation(const Signer& signer, RevocationReason reason, const std::string& reference,
    const std::string& person, card::Time now)
{
    card::require(std::ranges::find(signer_reasons, reason) != signer_reasons.end(), Errc::internal, "store",
        "no reason to revoke a signer");
    change(now, [&] {
        const SignerState known = signer_state(signer);
        if (known.compromised || (known.revoked && reason != RevocationReason::key_compromise))
            refuse(Errc::revoked_already, "this signer is revoked already", signer.name);
        const card::ByteView serial = signer.serial_number;
        connection_.execute("drop_signer_request", {{":serial_number", serial}});
        connection_.execute("request_signer_revocation",
            {{":serial_number", serial}, {":signer", std::string_view{signer.name}},
                {":reason", card::pki::name(reason)}, {":reference", std::string_view{reference}},
                {":person", std::string_view{person}}, {":at", seconds(now)}});
        note(now, {}, "signer revocation requested",
            fmt::format("{}: {} by {}", signer.name, card::pki::name(reason), person));
    });
}

void SqliteStore::confirm_signer_revocation(
    const Signer& signer, RevocationReason reason, const std::string& person, card::Time now)
{
    change(now, [&] {
        const SignerState known = signer_state(signer);
        if (!known.requested && known.revoked)
            refuse(Errc::revoked_already, "this signer is revoked already", signer.name);
        if (!known.requested)
            refuse(Errc::revocation_not_requested, "nobody requested the revocation of this signer", signer.name);
        if (known.requested_by == person)
            refuse(Errc::same_person, "who requested a revocation does not confirm it", signer.name);
        if (known.requested != reason)
            refuse(Errc::revocation_reason_differs, "the revocation was requested for another reason", signer.name);
        connection_.execute(
            "confirm_signer_revocation", {{":serial_number", card::ByteView{signer.serial_number}},
                                             {":person", std::string_view{person}}, {":at", seconds(now)}});
        note(now, {}, "signer revoked",
            fmt::format("{}: {} confirmed by {}", signer.name, card::pki::name(reason), person));
    });
}

SqliteStore::SignerState SqliteStore::signer_state(const Signer& signer) const
{
    SignerState state;
    auto row = connection_.prepare("revocations_of_signer", {{":serial_number", card::ByteView{signer.serial_number}}});
    while (row.executeStep()) {
        const RevocationReason reason = signer_reason_of(row.getColumn(0));
        if (row.getColumn(2).isNull()) {
            state.requested = reason;
            state.requested_by = row.getColumn(1).getString();
        } else {
            state.revoked = true;
            state.compromised = state.compromised || reason == RevocationReason::key_compromise;
        }
    }
    return state;
}

std::vector<SignerRevocation> SqliteStore::signer_revocations() const
{
    return guarded([&] {
        std::vector<SignerRevocation> revocations;
        for (auto row = connection_.prepare("signer_revocations"); row.executeStep();) {
            SignerRevocation revocation{
                .signer = {.serial_number = blob(row.getColumn(1)), .name = row.getColumn(0).getString()},
                .reason = signer_reason_of(row.getColumn(2)),
                .reference = row.getColumn(3).getString(),
                .requested_by = row.getColumn(4).getString(),
                .requested_at = recorded_time(row.getColumn(5)),
                .confirmed_by = row.getColumn(6).getString(),
                .confirmed_at = {}};
            if (!row.getColumn(7).isNull())
                revocation.confirmed_at = recorded_time(row.getColumn(7));
            revocations.push_back(std::move(revocation));
        }
        return revocations;
    });
}

std::vector<RevokedCertificate> SqliteStore::revoked_signers() const
{
    return guarded([&] {
        std::vector<RevokedCertificate> signers;
        for (auto row = connection_.prepare("revoked_signers"); row.executeStep();)
            signers.push_back(
                {blob(row.getColumn(0)), recorded_time(row.getColumn(1)), signer_reason_of(row.getColumn(2))});
        return signers;
    });
}

} // namespace perso::store
