// SPDX-License-Identifier: Apache-2.0
// Revocations: what one person requests and another confirms, and what the lists are made of.
#include "card/base/error.hpp"
#include "card/pki/certificate.hpp"
#include "store/sqlite/refuse.hpp"
#include "store/sqlite/sqlite_store.hpp"

#include <fmt/format.h>

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

card::Time time_of(const SQLite::Column& column)
{
    return card::Time{std::chrono::seconds{column.getInt64()}};
}

} // namespace

void SqliteStore::request_revocation(const std::string& document_number, CardRevocation reason,
    const std::string& reference, const std::string& person, card::Time now)
{
    change(now, [&] {
        const Revocable found = revocable(document_number);
        connection_.execute("request_revocation",
            {{":card", found.card}, {":reason", name(reason)}, {":reference", std::string_view{reference}},
                {":person", std::string_view{person}}, {":at", seconds(now)}});
        note(now, found.card, "revocation requested", fmt::format("{} by {}", name(reason), person));
    });
}

void SqliteStore::confirm_revocation(
    const std::string& document_number, CardRevocation reason, const std::string& person, card::Time now)
{
    change(now, [&] {
        const Revocable found = revocable(document_number);
        if (!found.reason)
            refuse(Errc::revocation_not_requested, "nobody requested the revocation of this card", document_number);
        if (found.requested_by == person)
            refuse(Errc::same_person, "who requested a revocation does not confirm it", document_number);
        if (found.reason != reason)
            refuse(Errc::revocation_reason_differs, "the revocation was requested for another reason", document_number);
        connection_.execute("confirm_revocation",
            {{":card", found.card}, {":person", std::string_view{person}}, {":at", seconds(now)}});
        connection_.execute("revoke_card", {{":card", found.card}, {":at", seconds(now)}});
        revoke_certificates(found, now);
        note(now, found.card, "revoked", fmt::format("{} confirmed by {}", name(reason), person));
    });
}

void SqliteStore::revoke_certificates(const Revocable& card, card::Time now)
{
    for (auto row = connection_.prepare("certificates_of_card", {{":card", card.card}}); row.executeStep();) {
        const auto certificate = card::pki::Certificate::parse(blob(row.getColumn(0)));
        const card::Bytes serial_number = certificate.serial_number();
        connection_.execute("add_revoked_certificate",
            {{":citizen_ca", std::int64_t{card.citizen_ca}}, {":serial_number", card::ByteView{serial_number}},
                {":card", card.card}, {":at", seconds(now)},
                {":not_after", seconds(certificate.validity().not_after)}});
    }
}

SqliteStore::Revocable SqliteStore::revocable(const std::string& document_number) const
{
    auto row = connection_.prepare("revocable_card", {{":document_number", std::string_view{document_number}}});
    if (!row.executeStep())
        refuse(Errc::document_unknown, "no card has this document number", document_number);
    const std::string state = row.getColumn(1).getString();
    if (state != "live" && state != "quarantined")
        refuse(Errc::card_not_made, "this card was not made", document_number);
    if (!row.getColumn(5).isNull())
        refuse(Errc::revoked_already, "this card is revoked already", document_number);
    Revocable found{.card = row.getColumn(0).getInt64(), .citizen_ca = row.getColumn(2).getUInt()};
    if (!row.getColumn(3).isNull()) {
        found.reason = reason_of(row.getColumn(3).getString());
        found.requested_by = row.getColumn(4).getString();
    }
    return found;
}

std::vector<Revocation> SqliteStore::revocations() const
{
    return guarded([&] {
        std::vector<Revocation> revocations;
        for (auto row = connection_.prepare("revocations"); row.executeStep();) {
            Revocation revocation{.document_number = row.getColumn(0).getString(),
                .reason = reason_of(row.getColumn(1).getString()),
                .reference = row.getColumn(2).getString(),
                .requested_by = row.getColumn(3).getString(),
                .requested_at = time_of(row.getColumn(4)),
                .confirmed_by = row.getColumn(5).getString()};
            if (!row.getColumn(6).isNull())
                revocation.confirmed_at = time_of(row.getColumn(6));
            revocations.push_back(std::move(revocation));
        }
        return revocations;
    });
}

std::vector<card::trust::StatusEntry> SqliteStore::revoked_cards() const
{
    return guarded([&] {
        std::vector<card::trust::StatusEntry> cards;
        for (auto row = connection_.prepare("revoked_cards"); row.executeStep();)
            cards.push_back({row.getColumn(0).getUInt(), reason_of(row.getColumn(1).getString())});
        return cards;
    });
}

std::uint32_t SqliteStore::high_water() const
{
    return guarded([&] { return static_cast<std::uint32_t>(connection_.number("count_blocks") * status_block_size); });
}

std::vector<unsigned> SqliteStore::citizen_cas() const
{
    return guarded([&] {
        std::vector<unsigned> numbers;
        for (auto row = connection_.prepare("citizen_cas"); row.executeStep();)
            numbers.push_back(row.getColumn(0).getUInt());
        return numbers;
    });
}

std::vector<RevokedCertificate> SqliteStore::revoked_certificates(unsigned citizen_ca, card::Time now) const
{
    return guarded([&] {
        std::vector<RevokedCertificate> certificates;
        auto row = connection_.prepare(
            "revoked_certificates", {{":citizen_ca", std::int64_t{citizen_ca}}, {":now", seconds(now)}});
        while (row.executeStep())
            certificates.push_back({blob(row.getColumn(0)), time_of(row.getColumn(1))});
        return certificates;
    });
}

std::uint32_t SqliteStore::next_list_number(std::uint32_t published, card::Time now)
{
    return change(now, [&] {
        const std::int64_t number = connection_.number("next_list_number", {{":published", std::int64_t{published}}});
        card::require(number <= std::numeric_limits<std::uint32_t>::max(), Errc::unsupported, "card status list",
            "no number is left");
        note(now, {}, "list", std::to_string(number));
        return static_cast<std::uint32_t>(number);
    });
}

} // namespace perso::store
