// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "commands/context.hpp"
#include "store/leases.hpp"

#include <functional>

namespace perso {

/// Before cards are made: the store is no older copy of itself, and where the office counts its blanks, so does the
/// store. Throws store_went_back, audit_broken, checkpoint_invalid.
void check_before_run(const Context& context, const Office& office);

/// Tells the operator, once, that no source of time is set, so that of the clock only the journal and the uptime know.
void say_clock_sources(const Context& context, const Office& office);

/// After cards were made or changed, and when the key store is closed: the journal's head is signed, in a worker
/// process, and its file written. Throws what the token throws.
void sign_after_run(Context& context, const Office& office, card::ByteView hsm_pin, std::chrono::milliseconds silence);

/// Makes cards, and signs after that; if it ends with an error, what was done until then: not after audit_broken,
/// hsm_pin_wrong, hsm_unavailable and hsm_failed. That error is thrown, and what the token says then is told besides.
/// Throws what `make` throws, and as sign_after_run().
void sign_in_any_case(Context& context, const Office& office, card::ByteView hsm_pin, std::chrono::milliseconds silence,
    const std::function<void()>& make);

/// Cards whose making nobody concluded: this process, or one before it, was cut off.
void say_cut_off(const Context& context, const std::vector<store::RunOut>& jobs);

/// Before lists are made: what dead processes left in work lies aside from now on, and is said; while a station works
/// in this office, what ran out.
void take_back_cut_off(const Context& context, const Office& office);

/// Personal data whose time has come are destroyed, if the clock is believed. Throws as ClockGuard.
void purge_due(store::Database& database, const Office& office);

} // namespace perso
