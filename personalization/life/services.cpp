// SPDX-License-Identifier: Apache-2.0
#include "life/services.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/pki/certificate.hpp"
#include "journal/events.hpp"
#include "life/record.hpp"
#include "life/term.hpp"
#include "people/acts.hpp"

#include <fmt/format.h>

namespace perso::life {

using card::Errc;

namespace {

Event event_of(Service service)
{
    return service == Service::pin ? Event::reset_pin : Event::renew;
}

std::string label(Service service, std::int64_t number)
{
    return fmt::format("{} {}", name(service), number);
}

std::optional<OpenService> open_service(store::Database& database, const Card& card, Service service)
{
    const auto row = database.row("life_open_service", {{":card", card.id}, {":kind", name(service)}});
    if (!row)
        return std::nullopt;
    return OpenService{.number = row->number(0), .begun = row->text(1) == "begun", .ordered_by = row->text(2)};
}

void end_service(store::Database& database, const Card& card, Service kind, const OpenService& service,
    const std::string& person, card::Time now)
{
    database.execute("life_end_service", {{":card", card.id}, {":number", service.number}, {":at", seconds(now)}});
    note(database, card, audit::events::service_done, person, label(kind, service.number), now);
}

} // namespace

std::string_view name(Service service)
{
    return service == Service::pin ? "pin" : "certificates";
}

void order_service(store::Database& database, const std::string& document_number, Service service,
    const std::string& person, card::Time now)
{
    database.change([&] {
        const Card card = find_card(database, document_number);
        require(card, event_of(service));
        require_servable(database, card, service, now);
        if (open_service(database, card, service))
            return;
        const auto number = database.row("life_order_service",
            {{":card", card.id}, {":kind", name(service)}, {":person", person}, {":at", seconds(now)}});
        people::record_act(database, {card.application, card.id}, people::Act::service_ordered, person, now);
        note(database, card, audit::events::service_ordered, person, label(service, number.value().number(0)), now);
    });
}

void cancel_service(store::Database& database, const std::string& document_number, Service service,
    const std::string& person, card::Time now)
{
    database.change([&] {
        const Card card = find_card(database, document_number);
        const auto open = open_service(database, card, service);
        if (!open)
            refuse(Errc::card_state, "nobody ordered it", card.document_number + " (not ordered)");
        if (open->begun)
            refuse(Errc::card_state, "it was begun: the card may have been changed", card.document_number + " (begun)");
        database.execute("life_cancel_service", {{":card", card.id}, {":number", open->number}, {":at", seconds(now)}});
        note(database, card, audit::events::service_cancelled, person, label(service, open->number), now);
    });
}

OpenService begin_service(
    store::Database& database, const Card& card, Service service, const std::string& person, card::Time now)
{
    return database.change([&] {
        require(card_by_id(database, card.id), event_of(service));
        require_servable(database, card, service, now);
        auto open = open_service(database, card, service);
        if (!open)
            refuse(Errc::card_state, "nobody ordered it", card.document_number);
        people::record_act(database, {card.application, card.id}, people::Act::service_done, person, now);
        open->turn = database.number("life_begin_service",
            {{":card", card.id}, {":number", open->number}, {":person", person}, {":at", seconds(now)}});
        note(database, card, open->begun ? audit::events::service_begun_again : audit::events::service_begun, person,
            label(service, open->number), now);
        return *open;
    });
}

void require_turn(store::Database& database, const Card& card, const OpenService& service)
{
    if (!database.row("life_service_turn", {{":card", card.id}, {":number", service.number}, {":turn", service.turn}}))
        refuse(Errc::lease_lost, "another process began this service anew, or ended it", card.document_number);
}

void end_pin_service(
    store::Database& database, const Card& card, const OpenService& service, const std::string& person, card::Time now)
{
    database.change([&] {
        require_turn(database, card, service);
        end_service(database, card, Service::pin, service, person, now);
    });
}

Traces certificates(store::Database& database, const Card& card)
{
    Traces certificates;
    for (const store::Row& row : database.rows("life_certificates", {{":card", card.id}}))
        certificates[row.text(0)] = {.hash = row.bytes(1), .serial_number = row.bytes(2), .not_after = row.time(3)};
    return certificates;
}

Certificates renewed(store::Database& database, store::Sealer& sealer, const Card& card, std::int64_t number)
{
    Certificates certificates;
    for (const store::Row& row : database.rows("life_renewed", {{":card", card.id}, {":number", number}})) {
        const std::string slot = row.text(0);
        certificates[slot] =
            card::to_bytes(sealer.unwrap(store::place_of_renewed(card.id, number, slot), row.bytes(1)).view());
    }
    return certificates;
}

void record_renewed(store::Database& database, store::Sealer& sealer, const Card& card, const OpenService& service,
    const Certificates& certificates, const std::string& person, card::Time now)
{
    database.change([&] {
        require_turn(database, card, service);
        for (const auto& [slot, certificate] : certificates) {
            const auto trace = store::trace_of(card::pki::Certificate::parse(certificate));
            const card::Bytes sealed = sealer.wrap(store::place_of_renewed(card.id, service.number, slot), certificate);
            database.execute("life_add_renewed",
                {{":card", card.id}, {":number", service.number}, {":slot", slot}, {":sealed", sealed},
                    {":hash", trace.hash}, {":serial_number", trace.serial_number},
                    {":not_after", seconds(trace.not_after)}});
            note(database, card, audit::events::certificate_renewed, person,
                fmt::format("{} {}", slot, card::to_hex(trace.hash)), now);
        }
    });
}

void end_renewal(
    store::Database& database, const Card& card, const OpenService& service, const std::string& person, card::Time now)
{
    database.change([&] {
        require_turn(database, card, service);
        for (const auto& [slot, trace] : certificates(database, card))
            database.execute("add_revoked_certificate",
                {{":citizen_ca", std::int64_t{card.citizen_ca}}, {":serial_number", trace.serial_number},
                    {":card", card.id}, {":at", seconds(now)}, {":not_after", seconds(trace.not_after)}});
        database.execute("forget_sealed_certificates", {{":card", card.id}});
        database.execute("life_supersede", {{":card", card.id}, {":number", service.number}, {":at", seconds(now)}});
        end_service(database, card, Service::certificates, service, person, now);
    });
}

} // namespace perso::life
