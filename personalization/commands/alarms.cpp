// SPDX-License-Identifier: Apache-2.0
#include "commands/alarms.hpp"

#include "audit/restore.hpp"
#include "card/base/error.hpp"
#include "card/cli/messages.hpp"
#include "card/cli/worker.hpp"
#include "issuer/clock_guard.hpp"
#include "issuer/content_signer.hpp"
#include "issuer/hsm.hpp"
#include "issuer/journal_key.hpp"
#include "issuer/signer_file.hpp"
#include "issuer/signers.hpp"
#include "people/keeper.hpp"
#include "stock/stock.hpp"

#include <functional>

namespace perso {

using card::Errc;

namespace {

std::int64_t count(const stock::Summary& summary, stock::State state)
{
    const auto found = summary.blanks.find(state);
    return found == summary.blanks.end() ? 0 : found->second;
}

/// Throws chip_unlisted where no blank is on any list that was received, stock_state when no shift is open or no blank
/// is in an operator's hands.
void require_blanks(const Office& office, store::Database& database)
{
    using stock::State;
    const stock::Summary summary = stock::summary(database);
    if (!office.counts_blanks && !summary.required)
        return;
    const std::int64_t in_hands = count(summary, State::handed_out);
    const card::Step step{"stock"};
    if (in_hands + count(summary, State::drawer) + count(summary, State::vault) == 0)
        throw card::Error{Errc::chip_unlisted, step, "no blank is left"};
    if (!summary.shift || in_hands == 0)
        throw card::Error{Errc::stock_state, step, "no shift is open, or no blank was handed out"};
}

/// What a development office types, nobody can have opened before.
void require_key_store_open(const Office& office)
{
    if (office.staff_cards && !people::ask_keeper(office.directory))
        throw card::Error{Errc::staff_card_needed, card::Step{"hsm open"}, "the key store is not open"};
}

/// In a process of its own: a module may hang.
void require_token(const Office& office)
{
    constexpr std::chrono::seconds patience{10};
    try {
        card::cli::run_worker(
            [&](const card::cli::ProgressSink&) {
                issuer::Hsm::require_there(office);
                return card::Bytes{};
            },
            patience);
    } catch (const card::Error& error) {
        if (error.code() == Errc::interrupted)
            throw;
        throw card::Error{Errc::hsm_unavailable, card::Step{error.step()}, error.what()};
    }
}

void require_room(const Office& office)
{
    std::error_code error;
    const auto space = std::filesystem::space(office.directory, error);
    if (!error && space.available < least_room)
        throw card::Error{Errc::disk_full, card::Step{"room on the disk"}, "little is left"};
}

} // namespace

std::vector<std::string> alarms(
    const Office& office, const card::profile::Profile& profile, store::Database& database, card::Time now)
{
    const std::vector<std::function<void()>> checks{
        [&] { audit::require_not_older(database, office.checkpoints(), issuer::journal_certificate(office)); },
        [&] { require_blanks(office, database); },
        [&] {
            ClockGuard{database, office.clock, now}.require_believed(now);
        },
        [&] { issuer::open_signers(database, office, now).require_usable(now); },
        [&] { issuer::require_content_signer(office, profile, card::day_of(now + issuer::signer_warning_time)); },
        [&] { require_key_store_open(office); },
        [&] { require_token(office); },
        [&] { require_room(office); },
    };
    std::vector<std::string> raised;
    for (const auto& check : checks) {
        try {
            check();
        } catch (const card::Error& error) {
            if (error.code() == Errc::interrupted)
                throw;
            raised.emplace_back(card::cli::identifier(error.code()));
        }
    }
    return raised;
}

} // namespace perso
