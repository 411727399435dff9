// SPDX-License-Identifier: Apache-2.0
#include "commands/run_guard.hpp"

#include "audit/checkpoints.hpp"
#include "audit/restore.hpp"
#include "card/base/error.hpp"
#include "card/cli/program.hpp"
#include "card/cli/worker.hpp"
#include "issuer/clock_guard.hpp"
#include "making/job_leases.hpp"
#include "office/office_lock.hpp"
#include "seal/purge.hpp"
#include "stock/use.hpp"

#include <iostream>

namespace perso {

void check_before_run(const Context& context, const Office& office)
{
    const auto database = context.open_database(office);
    audit::require_not_older(*database, office.checkpoints(), issuer::journal_certificate(office));
    if (office.counts_blanks)
        stock::require_listed_blanks(*database);
}

void say_clock_sources(const Context& context, const Office& office)
{
    const auto database = context.open_database(office);
    if (!context.json() && !ClockGuard{*database, office.clock, now()}.has_source())
        std::cerr << context.text(
                         "No source of time is set in office.toml: the clock is compared with the journal alone.")
                  << '\n';
}

void say_cut_off(const Context& context, const std::vector<store::RunOut>& jobs)
{
    for (const store::RunOut& job : jobs)
        std::cerr << job.application << ": "
                  << context.text("was cut off; its card is gone on with when it is put in again") << '\n';
}

void take_back_cut_off(const Context& context, const Office& office)
{
    const auto lock = OfficeLock::if_free(office);
    say_cut_off(context, lock ? take_back_dead(office) : take_back_run_out(office));
}

void purge_due(store::Database& database, const Office& office)
{
    const card::Time time = now();
    ClockGuard{database, office.clock, time}.require_believed(time);
    seal::purge(database, office.keep_data, {}, time);
}

void sign_after_run(Context& context, const Office& office, card::ByteView hsm_pin, std::chrono::milliseconds silence)
{
    const auto& profile = context.profile();
    card::cli::run_worker(
        [&](const card::cli::ProgressSink&) {
            const auto database = context.open_database(office);
            ClockGuard{*database, office.clock, now()}.require_believed(now());
            issuer::Hsm hsm = issuer::Hsm::open(office, hsm_pin);
            const auto key = issuer::open_journal_key(hsm, office, profile, now());
            audit::add_checkpoint(*database, key, now());
            audit::write_checkpoints(*database, office.checkpoints());
            return card::Bytes{};
        },
        silence);
}

/// Of a broken journal no head is signed; a key store that failed and a store that is gone are not asked again, nor is
/// a wrong PIN tried twice.
bool may_sign_after(card::Errc code)
{
    using card::Errc;
    return code != Errc::audit_broken && code != Errc::hsm_pin_wrong && code != Errc::hsm_unavailable &&
           code != Errc::hsm_failed && code != Errc::store_gone;
}

void sign_in_any_case(Context& context, const Office& office, card::ByteView hsm_pin, std::chrono::milliseconds silence,
    const std::function<void()>& make)
{
    try {
        make();
    } catch (const card::Error& first) {
        try {
            if (may_sign_after(first.code()) && audit::unanchored(*context.open_database(office)) > 0)
                sign_after_run(context, office, hsm_pin, silence);
        } catch (const card::Error& error) {
            if (error.code() != first.code() || error.field() != first.field())
                card::cli::write_error(std::cerr, error, context.catalogue(), context.json());
        } catch (const std::exception&) { // how it ended is what counts
        }
        throw;
    }
    sign_after_run(context, office, hsm_pin, silence);
}

} // namespace perso
