// SPDX-License-Identifier: Apache-2.0
#include "units/attempts.hpp"

#include "card/base/error.hpp"
#include "card/pki/certificate.hpp"

#include <algorithm>

namespace perso::units {

using card::Errc;

void require_resumable(const store::Attempt& attempt, const std::string& application)
{
    constexpr std::string_view step = "resume";
    card::require(
        attempt.state != store::Attempt::State::live, Errc::card_not_blank, step, "this chip was issued before");
    if (!application.empty() && application != attempt.application)
        throw card::Error{Errc::card_of_other_job, card::Step{std::string{step}}, "begun for another application"}
            .with_field(attempt.application);
    if (attempt.state == store::Attempt::State::encoding)
        throw card::Error{Errc::lease_lost, card::Step{std::string{step}}, "another process is making this card"}
            .with_field(attempt.application);
}

std::vector<card::piv::Slot> revoked_slots(store::Database& database, const Production& card)
{
    std::vector<card::Bytes> revoked;
    for (const auto& row : database.rows("units_revoked_certificates", {{":card", card.plan.allotment.card}}))
        revoked.push_back(row.bytes(0));
    std::vector<card::piv::Slot> slots;
    for (const auto& [slot, der] : card.certificates)
        if (std::ranges::count(revoked, card::pki::Certificate::parse(der).serial_number()) > 0)
            slots.push_back(slot);
    return slots;
}

} // namespace perso::units
