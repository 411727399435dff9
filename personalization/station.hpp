// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/descriptor.hpp"
#include "card/pcsc/reader.hpp"
#include "card/profile/profile.hpp"
#include "clock_guard.hpp"
#include "job_leases.hpp"
#include "office.hpp"
#include "runner.hpp"

#include <chrono>
#include <optional>
#include <utility>

namespace perso {

/// While it lives, this process alone makes cards in the office. A worker process inherits it, so that nobody takes a
/// job over while a worker might still write.
class OfficeLock {
public:
    /// Throws store_failed when another run has it.
    explicit OfficeLock(const Office& office);
    /// Nothing when another run has it.
    static std::optional<OfficeLock> if_free(const Office& office);

private:
    explicit OfficeLock(card::Descriptor file) : file_{std::move(file)} {}

    card::Descriptor file_;
};

/// The reader whose name contains `name_part`, or the only one, with a card in it. Waits for a card; without
/// `patience` for ever, else throws no_card. Throws no_reader, reader_not_found, reader_ambiguous.
card::pcsc::Reader wait_for_card(
    card::pcsc::Context& context, std::string_view name_part, std::optional<std::chrono::seconds> patience);

/// Waits until the card is taken out of this reader, or the reader is gone.
void wait_for_removal(card::pcsc::Context& context, const card::pcsc::Reader& reader);

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
