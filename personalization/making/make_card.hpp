// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "issuer/clock_guard.hpp"
#include "making/job_leases.hpp"
#include "making/runner.hpp"
#include "office/office.hpp"

#include <optional>
#include <string>

namespace perso {

/// Everything that a worker process needs; it opens store, token and reader itself.
struct CardWork {
    const Office& office;
    const card::profile::Profile& profile;
    const Order& order;
    const std::string& reader; ///< full name
    card::ByteView hsm_pin;
    const JobLeases& leases;
    ClockGuard::Start clock;                ///< noted when the station began, not the worker
    std::optional<store::Lease> lease = {}; ///< of the job of the order, where the station took it
    bool resume = false;                    ///< the card in the reader was begun: nothing is done with any other
    const drivers::Driver& driver = drivers::own_card(); ///< of the make of the cards
};

/// Makes the card in the reader and checks it over a fresh connection.
Finished make_card(const CardWork& work, const RunnerProgress& progress);

} // namespace perso
