// SPDX-License-Identifier: Apache-2.0
// reset-pin and renew-certificates: what the issuer does to a card that its holder has, after an approver's order.
#include "life/services.hpp"
#include "audit/foreign_cards.hpp"
#include "card/base/error.hpp"
#include "card/cli/worker.hpp"
#include "card/crypto/random.hpp"
#include "card/pcsc/card_connection.hpp"
#include "commands/context.hpp"
#include "commands/options.hpp"
#include "commands/run_guard.hpp"
#include "issuer/clock_guard.hpp"
#include "issuer/store_gate.hpp"
#include "letters/letters.hpp"
#include "life/cards.hpp"
#include "making/card_waiting.hpp"
#include "seal/token_keys.hpp"
#include "services/renew_certificates.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <iostream>

namespace perso {

namespace {

struct Options {
    std::string document;
    std::string person;
    std::string letters;
    std::string reader;
    bool order = false;
    bool cancel = false;
    unsigned timeout = 60;
    unsigned wait = 60;
    std::optional<int> hsm_pin_fd;
};

/// What is told of a service that was done.
using Done = nlohmann::json;
using Work = Done (*)(IssuedCard& card, const ServiceOrder& order, const Options& options);

enum class Said { ordered, cancelled, done };

std::string_view name(Said said)
{
    return said == Said::ordered ? "ordered" : said == Said::cancelled ? "cancelled" : "done";
}

std::string text(Said said, const Context& context)
{
    switch (said) {
    case Said::ordered:
        return context.text("ordered");
    case Said::cancelled:
        return context.text("cancelled");
    case Said::done:
        break;
    }
    return context.text("done");
}

void say(const Context& context, const Options& options, life::Service service, Said said, const Done& done)
{
    if (context.json()) {
        nlohmann::json line{{"schema", "idcard/card-service-1"}, {"document_number", options.document},
            {"service", life::name(service)}, {"result", name(said)}};
        line.update(done);
        std::cout << line.dump() << '\n';
        return;
    }
    std::cout << options.document << ": " << text(said, context) << '\n';
    if (done.contains("letter"))
        std::cout << context.text("Letter: ") << done["letter"].get<std::string>() << '\n';
    if (done.contains("old_certificates"))
        std::cout << "  " << context.text("The next lists say that its old certificates are revoked.") << '\n';
}

std::string action(life::Service service)
{
    return service == life::Service::pin ? "reset-pin" : "renew-certificates";
}

/// What the approver says of an order.
struct Decision {
    const char* suffix; ///< of the action that a staff card signs
    decltype(&life::order_service) act;
    Said said;
};

constexpr Decision ordering{"-order", life::order_service, Said::ordered};
constexpr Decision cancelling{"-cancel", life::cancel_service, Said::cancelled};

void decide(const Decision& decision, const Options& options, Context& context, life::Service service)
{
    const Office office = context.office();
    context.log_in(office, options.person, people::rule(people::Act::service_ordered).role,
        action(service) + decision.suffix, {options.document});
    const auto database = context.open_database(office);
    decision.act(*database, options.document, service, options.person, now());
    say(context, options, service, decision.said, Done::object());
}

/// In the worker process: reader, database and token are its own.
Done work_on(const std::string& reader, const Options& options, const Context& context, const Office& office,
    const card::profile::Profile& profile, card::ByteView pin, Work work)
{
    const auto database = context.open_database(office);
    const card::Time time = now();
    const ClockGuard clock{*database, office.clock, time};
    clock.require_believed(time);
    issuer::Issuer issuer{office, profile, pin};
    seal::OfficeSeal seal{issuer.hsm().token(), *database, time};
    issuer::StoreGate gate{*database, office, clock, [&] { return life::find_card(*database, options.document).id; }};
    const issuer::GateInPlace in_place{issuer, gate};
    card::pcsc::Context pcsc;
    card::pcsc::CardConnection connection{pcsc, reader};
    const card::pcsc::Transaction undisturbed{connection};
    connection.reset_at_end(); // no PIN state is left behind
    IssuedCard card{connection, issuer, profile, card::crypto::system_random()};
    return work(card, {*database, options.document, options.person, seal}, options);
}

/// A card whose keys do not fit counts as foreign: one of another make says nothing of the master key.
void do_it(const std::string& reader, const Options& options, Context& context, const Office& office,
    card::ByteView pin, life::Service service, Work work)
try {
    const auto result = card::cli::run_worker(
        [&](const card::cli::ProgressSink&) {
            const Done done = work_on(reader, options, context, office, context.profile(), pin, work);
            return card::to_bytes(card::as_bytes(done.dump()));
        },
        std::chrono::seconds{options.timeout});
    say(context, options, service, Said::done, Done::parse(card::as_text(result)));

} catch (const card::Error& error) {
    if (error.code() == card::Errc::scp_cryptogram_wrong)
        audit::require_first_foreign(*context.open_database(office), options.person, error, now());
    throw;
}

void perform(const Options& options, Context& context, life::Service service, Work work)
{
    const Office office = context.office();
    context.log_in(
        office, options.person, people::rule(people::Act::service_done).role, action(service), {options.document});
    context.profile(); // a wrong one is told before a card is waited for
    const card::SecureBytes pin = read_hsm_pin(context, options.hsm_pin_fd);
    card::pcsc::Context pcsc;
    const auto reader = perso::wait_for_card(pcsc, options.reader, std::chrono::seconds{options.wait});
    sign_in_any_case(context, office, pin, std::chrono::seconds{options.timeout},
        [&] { do_it(reader.name, options, context, office, pin, service, work); });
}

Done reset_pin_of(IssuedCard& card, const ServiceOrder& order, const Options& options)
{
    return {{"letter", reset_pin(card, order, options.letters).string()}};
}

Done renew_certificates_of(IssuedCard& card, const ServiceOrder& order, const Options&)
{
    return {{"slots", renew_certificates(card, order).slots}, {"old_certificates", "revoked"}};
}

struct Command {
    CLI::App* command;
    std::shared_ptr<Options> options;
};

Command add(
    CLI::App& app, Context& context, const char* name, const std::string& description, life::Service service, Work work)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(name, description);
    add_document_option(*command, context, options->document);
    add_person_option(
        *command, context.text("The approver who orders it, or the operator who does it"), options->person);
    CLI::Option* const order_it =
        command->add_flag("--order", options->order, context.text("Order it, for another person to do"));
    command->add_flag("--cancel", options->cancel, context.text("Take back an order that nobody has begun"))
        ->excludes(order_it);
    add_reader_option(*command, context, options->reader);
    command
        ->add_option("--timeout", options->timeout, context.text("Seconds that the card may take before it is ended"))
        ->type_name("S")
        ->check(CLI::Range(5, 600));
    command->add_option("--wait", options->wait, context.text("Seconds to wait for a card"))->type_name("S");
    add_hsm_pin_option(*command, context, options->hsm_pin_fd);
    command->callback([options, service, work, &context] {
        if (options->order)
            return decide(ordering, *options, context, service);
        if (options->cancel)
            return decide(cancelling, *options, context, service);
        if (service == life::Service::pin)
            check_letters_directory(options->letters);
        perform(*options, context, service, work);
    });
    return {command, options};
}

} // namespace

void add_reset_pin(CLI::App& app, Context& context)
{
    const Command added = add(app, context, "reset-pin",
        context.text("A new PIN and PUK for a holder who forgot them; the card lies in the reader"), life::Service::pin,
        reset_pin_of);
    added.command->add_option("--letters", added.options->letters, context.text("Folder for the letter"))
        ->type_name("DIR");
}

void add_renew_certificates(CLI::App& app, Context& context)
{
    add(app, context, "renew-certificates",
        context.text("New certificates for the keys of a card; the card lies in the reader"),
        life::Service::certificates, renew_certificates_of);
}

} // namespace perso
