// SPDX-License-Identifier: Apache-2.0
#include "commands/run_guard.hpp"

#include "audit/checkpoints.hpp"
#include "audit/restore.hpp"
#include "card/cli/worker.hpp"
#include "seal/purge.hpp"
#include "stock/use.hpp"

namespace perso {

void check_before_run(const Context& context, const Office& office)
{
    const auto database = context.open_database(office);
    audit::require_not_older(*database, office.checkpoints(), issuer::journal_certificate(office));
    if (office.counts_blanks)
        stock::require_listed_blanks(*database);
}

void purge_after_run(const Context& context, const Office& office)
{
    seal::purge(*context.open_database(office), office.keep_data, {}, now());
}

void sign_after_run(Context& context, const Office& office, card::ByteView hsm_pin, std::chrono::milliseconds silence)
{
    const auto& profile = context.profile();
    card::cli::run_worker(
        [&](const card::cli::ProgressSink&) {
            const auto database = context.open_database(office);
            issuer::Hsm hsm = issuer::Hsm::open(office, hsm_pin);
            const auto key = issuer::open_journal_key(hsm, office, profile, now());
            audit::add_checkpoint(*database, key, now());
            audit::write_checkpoints(*database, office.checkpoints());
            return card::Bytes{};
        },
        silence);
}

} // namespace perso
