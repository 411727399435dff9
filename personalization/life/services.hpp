// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "database/sealer.hpp"
#include "jobs/certificate_trace.hpp"
#include "life/cards.hpp"

#include <map>
#include <vector>

namespace perso::life {

/// What the issuer does to a card that its holder has: one person orders it, another makes it.
enum class Service { pin, certificates };

std::string_view name(Service service);

/// A service that is ordered, or begun and not known to be finished.
struct OpenService {
    std::int64_t number = 0; ///< of the card's services, from 1
    bool begun = false;
    std::string ordered_by;
    std::int64_t turn = 0; ///< rises with every beginning
};

/// Orders it; once is enough. Throws what require() and require_servable() do, and role_excluded.
void order_service(store::Database& database, const std::string& document_number, Service service,
    const std::string& person, card::Time now);

/// Takes an order back that nobody has begun. Throws card_state if there is none, or if it was begun: what a card may
/// have of it is finished.
void cancel_service(store::Database& database, const std::string& document_number, Service service,
    const std::string& person, card::Time now);

/// Durable before the first command that changes the card. What broke off is begun again under the same number; the
/// card lies in the reader of who does so, and whoever had begun it before has lost it. Throws what require() and
/// require_servable() do, card_state if nobody ordered it, role_excluded for who ordered it.
OpenService begin_service(
    store::Database& database, const Card& card, Service service, const std::string& person, card::Time now);

/// Throws lease_lost when another process began this service anew, or ended it; inside a change it stays so until its
/// end.
void require_turn(store::Database& database, const Card& card, const OpenService& service);

/// The card was seen to be as it should. Throws what require_turn() does.
void end_pin_service(
    store::Database& database, const Card& card, const OpenService& service, const std::string& person, card::Time now);

/// Certificates by slot, "9A" and so on, DER; and what the store keeps of them.
using Certificates = std::map<std::string, card::Bytes>;
using Traces = std::map<std::string, store::CertificateTrace>;

/// Of those that are valid on the card, before a renewal that is not finished.
Traces certificates(store::Database& database, const Card& card);

/// Those that this renewal made already; they stand sealed until it ends. Throws seal_broken.
Certificates renewed(store::Database& database, store::Sealer& sealer, const Card& card, std::int64_t number);

/// Durable before any of them leaves the office. Throws what require_turn() does.
void record_renewed(store::Database& database, store::Sealer& sealer, const Card& card, const OpenService& service,
    const Certificates& certificates, const std::string& person, card::Time now);

/// The card was seen to hold the new ones: those before them are in the list of their CA from now on. Throws what
/// require_turn() does.
void end_renewal(
    store::Database& database, const Card& card, const OpenService& service, const std::string& person, card::Time now);

} // namespace perso::life
