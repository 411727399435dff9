// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/context.hpp"
#include "drivers/driver.hpp"
#include "issuer/clock_guard.hpp"
#include "making/job_leases.hpp"

namespace perso {

/// How cards are made, at one reader or at several.
struct ReadersRun {
    std::string person;
    std::string letters;
    std::vector<std::string> readers; ///< parts of names, each of one reader; one or none may mean several readers:
                                      ///< that into which the first card is put
    bool all_readers = false;         ///< but the staff's own
    std::chrono::milliseconds silence{};
    std::optional<std::chrono::seconds> patience;
    bool once = false;
    const drivers::Driver& driver = drivers::own_card();
    ClockGuard::Start clock; ///< noted when the run began
};

/// With the office's lock held and its token tried. Throws what stopped the line, reader_not_found, reader_ambiguous,
/// no_job when there was none from the beginning.
void run_readers(
    const ReadersRun& run, Context& context, const Office& office, const JobLeases& leases, card::ByteView hsm_pin);

} // namespace perso
