// SPDX-License-Identifier: Apache-2.0
#include "commands/new_pin.hpp"

#include "card/base/error.hpp"
#include "card/cli/worker.hpp"
#include "commands/envelope_lock.hpp"
#include "commands/envelopes.hpp"
#include "commands/options.hpp"
#include "commands/requested.hpp"
#include "issuer/hsm.hpp"
#include "issuer/token_pin.hpp"
#include "journal/events.hpp"
#include "journal/note.hpp"
#include "office/office_lock.hpp"
#include "people/joint.hpp"
#include "people/keeper.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace perso {

namespace {

constexpr std::chrono::seconds silence{60};

struct Options {
    std::string person;
    bool confirm = false;
    std::optional<int> hsm_pin_fd;
};

people::Joint joint_of(const Office& office)
{
    return {.action = "hsm-new-pin", .about = office.hsm.token, .detail = {}};
}

void ask_for_it(const Options& options, Context& context, const Office& office)
{
    context.log_in(office, options.person, Role::supervisor, "hsm-new-pin");
    const auto database = context.open_database(office);
    database->change([&] {
        people::request(*database, joint_of(office), options.person, now());
        audit::note(*database, now(),
            {.event = audit::events::hsm_new_pin_requested, .person = options.person, .detail = office.hsm.token});
    });
    say_requested(context);
}

/// The PIN that the token has now: the office's, or what the tool of its maker has set.
card::SecureBytes present_pin(const Options& options, const Context& context, const Office& office)
{
    if (auto kept = people::ask_keeper(office.directory))
        return std::move(*kept);
    return read_typed_hsm_pin(context, options.hsm_pin_fd);
}

void change(const Office& office, card::ByteView pin, card::ByteView new_pin)
{
    card::cli::run_worker(
        [&](const card::cli::ProgressSink&) {
            issuer::Hsm::open(office, pin).token().change_pin(pin, new_pin);
            return card::Bytes{};
        },
        silence);
}

/// The envelopes are written before the token changes, and used after: cut off between, `hsm open` finds out which PIN
/// the token has.
void do_it(const Options& options, Context& context, const Office& office)
{
    context.log_in(office, options.person, Role::supervisor, "hsm-new-pin-confirm");
    const OfficeLock lock{office};
    const EnvelopeLock envelopes{office};
    const card::SecureBytes pin = present_pin(options, context, office);
    require_all_keys(context, office, pin);
    card::SecureBytes new_pin = issuer::draw_pin(card::crypto::system_random());
    {
        const auto database = context.open_database(office);
        database->change([&] {
            people::confirm(*database, joint_of(office), options.person, now());
            audit::note(*database, now(),
                {.event = audit::events::hsm_new_pin_confirmed, .person = options.person, .detail = office.hsm.token});
        });
        write_next_envelopes(office, *database, new_pin);
    }
    change(office, pin, new_pin);
    use_next_envelopes(office);
    const auto database = context.open_database(office);
    database->change(
        [&] { audit::note(*database, now(), {.event = audit::events::hsm_new_pin, .detail = office.hsm.token}); });
    people::start_keeper(office.directory, std::move(new_pin));
    std::cout << context.text("The key store has another PIN, which nobody knows. It is open.") << '\n';
}

void run(const Options& options, Context& context)
{
    const Office office = context.office();
    if (!office.staff_cards)
        throw card::Error{card::Errc::usage, "in a development office people know the PIN"}.with_field("hsm new-pin");
    if (options.confirm)
        do_it(options, context, office);
    else
        ask_for_it(options, context, office);
}

} // namespace

void add_new_pin(CLI::App& hsm, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* const command = hsm.add_subcommand("new-pin",
        context.text(
            "Give it another PIN, which nobody knows; two supervisors say so. While it is closed, the PIN that it "
            "has now is asked for: that of a second device"));
    add_person_option(*command, context.text("The supervisor"), options->person);
    add_confirm_option(*command, context, options->confirm);
    add_hsm_pin_option(*command, context, options->hsm_pin_fd);
    command->callback([options, &context] { run(*options, context); });
}

} // namespace perso
