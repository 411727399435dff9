// SPDX-License-Identifier: Apache-2.0
#include "document_status.hpp"

#include "card/trust/status_list.hpp"

#include <algorithm>
#include <utility>

namespace card::trust {

namespace {

Check result(State state, std::optional<Errc> reason = std::nullopt)
{
    return {.id = CheckId::card_status, .state = state, .reason = reason};
}

Errc reason_of(CardRevocation reason)
{
    switch (reason) {
    case CardRevocation::lost:
        return Errc::card_lost;
    case CardRevocation::stolen:
        return Errc::card_stolen;
    case CardRevocation::replaced:
        return Errc::card_replaced;
    case CardRevocation::withdrawn:
        break;
    }
    return Errc::card_withdrawn;
}

int age_in_days(const StatusList& list, Date today)
{
    const auto age = std::chrono::sys_days{today} - std::chrono::sys_days{day_of(list.header().this_update)};
    return std::max(0, static_cast<int>(age.count()));
}

} // namespace

Check check_card_status(const TrustData& trust, const Believed<lds::Dg1>& dg1, const Believed<lds::Dg12>& dg12,
    const Believed<lds::Dg13>& dg13, Date today)
{
    if (!trust.status)
        return result(State::not_done, Errc::status_not_checked);
    for (const auto& problem : {dg1.problem, dg13.problem})
        if (problem)
            return result(State::not_done, problem);
    if (!dg1.value || !dg13.value || dg1.value->mrz.issuing_state != trust.status->header().issuing_state)
        return result(State::not_done, Errc::status_not_checked);

    const StatusList& list = *trust.status;
    const std::uint32_t index = dg13.value->status_index;
    if (const auto revoked = list.find(index))
        return result(State::failed, reason_of(*revoked));
    const auto aged = [days = age_in_days(list, today)](Check check) {
        check.days = days;
        return check;
    };
    if (std::cmp_greater(age_in_days(list, today), trust.limits.card_status_days))
        return aged(result(State::stale, Errc::status_list_old));
    if (dg12.problem)
        return result(State::not_done, dg12.problem);
    // A card that does not say when it was issued may be younger than the list.
    if (!dg12.value || !dg12.value->date_of_issue || !list.covers(index, *dg12.value->date_of_issue))
        return aged(result(State::not_applicable, Errc::status_not_covered));
    return aged(result(State::passed));
}

} // namespace card::trust
