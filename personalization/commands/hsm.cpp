// SPDX-License-Identifier: Apache-2.0
// The key store after a start of the computer: a supervisor's card opens it, a keeper holds its PIN.
#include "audit/checkpoints.hpp"
#include "card/base/error.hpp"
#include "card/cli/worker.hpp"
#include "commands/envelopes.hpp"
#include "commands/new_pin.hpp"
#include "commands/options.hpp"
#include "commands/run_guard.hpp"
#include "issuer/key_inventory.hpp"
#include "people/keeper.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>

namespace perso {

namespace {

constexpr std::chrono::seconds silence{60};

struct Options {
    std::string person;
    std::optional<int> hsm_pin_fd;
};

void open(const Options& options, Context& context)
{
    const Office office = context.office();
    if (options.person.empty() && office.staff_cards)
        throw card::Error{card::Errc::usage, "which supervisor was not said"}.with_field("--as");
    card::SecureBytes pin = office.staff_cards ? open_envelope(context, office, options.person)
                                               : read_typed_hsm_pin(context, options.hsm_pin_fd);
    if (!office.staff_cards)
        require_opens(office, pin);
    people::start_keeper(office.directory, std::move(pin));
    std::cout << context.text("The key store is open.") << '\n';
}

/// It is closed whatever becomes of the day's last signature, which leaves nothing of the journal to be cut off unseen.
void close(Context& context)
{
    const Office office = context.office();
    const auto pin = people::ask_keeper(office.directory);
    people::stop_keeper(office.directory);
    std::cout << context.text("The key store is closed.") << '\n' << std::flush;
    if (pin && audit::unanchored(*context.open_database(office)) > 0)
        sign_after_run(context, office, *pin, silence);
}

void status(const Context& context)
{
    const bool is_open = people::ask_keeper(context.office().directory).has_value();
    if (context.json())
        std::cout << nlohmann::json{{"schema", "idcard/hsm-1"}, {"open", is_open}}.dump() << '\n';
    else
        std::cout << (is_open ? context.text("The key store is open.") : context.text("The key store is closed."))
                  << '\n';
}

/// Which keys of the office the token has, as JSON of label and presence.
nlohmann::json inventory(const Context& context, const Office& office, const card::SecureBytes& pin)
{
    const auto answer = card::cli::run_worker(
        [&](const card::cli::ProgressSink&) {
            const auto database = context.open_database(office);
            const issuer::Hsm hsm = issuer::Hsm::open(office, pin);
            auto keys = nlohmann::json::array();
            for (const issuer::KeyEntry& key : issuer::take_inventory(hsm, office, *database, now()))
                keys.push_back({{"label", key.label}, {"presence", name(key.presence)}, {"fault", key.is_fault()}});
            return card::to_bytes(card::as_bytes(keys.dump()));
        },
        silence);
    return nlohmann::json::parse(card::as_text(answer));
}

std::string presence_text(const std::string& presence, const Context& context)
{
    if (presence == name(issuer::KeyPresence::there))
        return context.text("in the key store");
    if (presence == name(issuer::KeyPresence::apart))
        return context.text("not in the key store, and need not be");
    if (presence == name(issuer::KeyPresence::missing))
        return context.text("missing");
    return context.text("another key than that of the certificate");
}

void check(const Options& options, const Context& context)
{
    const Office office = context.office();
    const nlohmann::json keys = inventory(context, office, read_hsm_pin(context, options.hsm_pin_fd));
    if (context.json())
        std::cout << nlohmann::json{{"schema", "idcard/hsm-keys-1"}, {"token", office.hsm.token}, {"keys", keys}}.dump()
                  << '\n';
    std::string faults;
    for (const auto& key : keys) {
        const auto label = key["label"].get<std::string>();
        if (!context.json())
            std::cout << fmt::format("{:<22}{}\n", label, presence_text(key["presence"], context));
        if (key["fault"])
            faults += (faults.empty() ? "" : ", ") + label;
    }
    std::cout << std::flush;
    if (!faults.empty())
        throw card::Error{
            card::Errc::hsm_key_missing, card::Step{"hsm check"}, "not the token of this office, or not all of it"}
            .with_field(faults);
    if (!context.json())
        std::cout << context.text("The key store has every key of this office.") << '\n';
}

} // namespace

void add_hsm(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* hsm = app.add_subcommand("hsm", context.text("Open, close and check the key store (HSM)"));
    hsm->require_subcommand(1);
    CLI::App* command =
        hsm->add_subcommand("open", context.text("Open it with a supervisor's card, until it is closed or a restart"));
    add_person_option(*command, context.text("The supervisor"), options->person)->required(false);
    add_hsm_pin_option(*command, context, options->hsm_pin_fd);
    command->callback([options, &context] { open(*options, context); });
    hsm->add_subcommand("close", context.text("Close it: nothing is signed any more"))->callback([&context] {
        close(context);
    });
    CLI::App* inventory =
        hsm->add_subcommand("check", context.text("Find out whether it has every key of this office"));
    add_hsm_pin_option(*inventory, context, options->hsm_pin_fd);
    inventory->callback([options, &context] { check(*options, context); });
    add_new_pin(*hsm, context);
    hsm->add_subcommand("status", context.text("Say whether it is open"))->callback([&context] { status(context); });
}

} // namespace perso
