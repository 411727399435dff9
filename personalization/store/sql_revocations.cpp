// SPDX-License-Identifier: Apache-2.0
// Revocations: what one person requests and another confirms, and what the lists are made of.
#include "card/base/error.hpp"
#include "database/sql/refuse.hpp"
#include "journal/events.hpp"
#include "people/joint.hpp"
#include "store/sql_store.hpp"

#include <limits>

namespace perso::store {

using card::Errc;
using card::trust::CardRevocation;

namespace {

CardRevocation reason_of(const std::string& text)
{
    const auto reason = card::trust::card_revocation_named(text);
    card::require(reason.has_value(), Errc::store_failed, "store", "a reason that this version does not know");
    return *reason;
}

std::optional<card::pki::RevocationReason> hold_if(bool held)
{
    return held ? std::optional{card::pki::RevocationReason::certificate_hold} : std::nullopt;
}

} // namespace

void SqlStore::request_revocation(const std::string& document_number, CardRevocation reason,
    const std::string& reference, const std::string& person, card::Time now)
{
    change(now, [&] {
        const Revocable found = revocable(document_number);
        database_.execute(
            "request_revocation", {{":card", found.card}, {":reason", name(reason)}, {":reference", reference},
                                      {":person", person}, {":at", seconds(now)}});
        note(now, {.event = audit::events::revocation_requested,
                      .card = found.card,
                      .person = person,
                      .detail = name(reason)});
    });
}

void SqlStore::confirm_revocation(
    const std::string& document_number, CardRevocation reason, const std::string& person, card::Time now)
{
    change(now, [&] {
        const Revocable found = revocable(document_number);
        if (!found.reason)
            refuse(Errc::revocation_not_requested, "nobody requested the revocation of this card", document_number);
        if (!people::may_confirm(found.requested_by, person))
            refuse(Errc::same_person, people::another_confirms, document_number);
        if (found.reason != reason)
            refuse(Errc::revocation_reason_differs, "the revocation was requested for another reason", document_number);
        database_.execute("confirm_revocation", {{":card", found.card}, {":person", person}, {":at", seconds(now)}});
        database_.execute("revoke_card", {{":card", found.card}, {":at", seconds(now)}});
        revoke_certificates(found, now);
        note(now, {.event = audit::events::revoked, .card = found.card, .person = person, .detail = name(reason)});
        if (found.quarantined)
            end_attempt(found, person, now);
    });
}

/// Nobody goes on with a card that lay aside and is revoked: its application may be imported again, for another card,
/// and what was kept to finish this one is gone.
void SqlStore::end_attempt(const Revocable& card, const std::string& person, card::Time now)
{
    const Outcome& revoked = outcome_of(Ending::revoked);
    leave(card.card, card.application, revoked, now);
    note(now, {.event = revoked.event, .card = card.card, .application = card.application, .person = person});
}

void SqlStore::revoke_certificates(const Revocable& card, card::Time now)
{
    for (const Row& row : database_.rows("certificates_of_card", {{":card", card.card}})) {
        const card::Bytes serial_number = row.bytes(0);
        database_.execute("add_revoked_certificate",
            {{":citizen_ca", std::int64_t{card.citizen_ca}}, {":serial_number", serial_number}, {":card", card.card},
                {":at", seconds(now)}, {":not_after", row.number(1)}});
    }
    database_.execute("forget_sealed_certificates", {{":card", card.card}}); // no renewal of it goes on
}

SqlStore::Revocable SqlStore::revocable(const std::string& document_number) const
{
    const auto row = database_.row("revocable_card", {{":document_number", document_number}});
    if (!row)
        refuse(Errc::document_unknown, "no card has this document number", document_number);
    const std::string state = row->text(1);
    if (state != "live" && state != "quarantined")
        refuse(Errc::card_not_made, "this card was not made", document_number);
    if (!row->is_null(5))
        refuse(Errc::revoked_already, "this card is revoked already", document_number);
    Revocable found{.card = row->number(0),
        .citizen_ca = static_cast<unsigned>(row->number(2)),
        .application = row->text(6),
        .quarantined = state == "quarantined"};
    if (!row->is_null(3)) {
        found.reason = reason_of(row->text(3));
        found.requested_by = row->text(4);
    }
    return found;
}

std::vector<Revocation> SqlStore::revocations() const
{
    std::vector<Revocation> revocations;
    for (const Row& row : database_.rows("revocations")) {
        Revocation revocation{.document_number = row.text(0),
            .reason = reason_of(row.text(1)),
            .reference = row.text(2),
            .requested_by = row.text(3),
            .requested_at = row.time(4),
            .confirmed_by = row.text(5)};
        if (!row.is_null(6))
            revocation.confirmed_at = row.time(6);
        revocations.push_back(std::move(revocation));
    }
    return revocations;
}

std::vector<card::trust::StatusEntry> SqlStore::revoked_cards() const
{
    std::vector<card::trust::StatusEntry> cards;
    for (const Row& row : database_.rows("revoked_cards"))
        cards.push_back({static_cast<std::uint32_t>(row.number(0)), reason_of(row.text(1))});
    return cards;
}

std::uint32_t SqlStore::high_water() const
{
    return static_cast<std::uint32_t>(database_.number("count_blocks") * status_block_size);
}

std::vector<unsigned> SqlStore::citizen_cas() const
{
    std::vector<unsigned> numbers;
    for (const Row& row : database_.rows("citizen_cas"))
        numbers.push_back(static_cast<unsigned>(row.number(0)));
    return numbers;
}

std::vector<RevokedCertificate> SqlStore::revoked_certificates(unsigned citizen_ca, card::Time now) const
{
    std::vector<RevokedCertificate> certificates;
    for (const Row& row :
        database_.rows("revoked_certificates", {{":citizen_ca", std::int64_t{citizen_ca}}, {":now", seconds(now)}}))
        certificates.push_back({row.bytes(0), row.time(1), hold_if(row.number(2) != 0)});
    return certificates;
}

std::vector<ReleasedCard> SqlStore::released_cards() const
{
    std::vector<ReleasedCard> cards;
    for (const Row& row : database_.rows("released_cards"))
        cards.push_back({static_cast<std::uint32_t>(row.number(0)), row.time(1)});
    return cards;
}

std::vector<RevokedCertificate> SqlStore::released_certificates(unsigned citizen_ca, card::Time now) const
{
    std::vector<RevokedCertificate> certificates;
    for (const Row& row :
        database_.rows("released_certificates", {{":citizen_ca", std::int64_t{citizen_ca}}, {":now", seconds(now)}}))
        certificates.push_back({row.bytes(0), row.time(1), card::pki::RevocationReason::remove_from_crl});
    return certificates;
}

std::uint32_t SqlStore::next_list_number(std::uint32_t published, card::Time now)
{
    return change(now, [&] {
        const std::int64_t number = database_.number("next_list_number", {{":published", std::int64_t{published}}});
        card::require(number <= std::numeric_limits<std::uint32_t>::max(), Errc::unsupported, "card status list",
            "no number is left");
        note(now, {.event = audit::events::list, .detail = std::to_string(number)});
        return static_cast<std::uint32_t>(number);
    });
}

} // namespace perso::store
