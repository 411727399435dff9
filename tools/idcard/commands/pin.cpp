// SPDX-License-Identifier: Apache-2.0
#include "card/base/error.hpp"
#include "card/iso7816/counting.hpp"
#include "card/iso7816/plain_channel.hpp"
#include "card/session/inspection.hpp"
#include "idcard/card_options.hpp"
#include "idcard/last_try.hpp"
#include "idcard/output/pin_report.hpp"
#include "idcard/secrets.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace idcard {

namespace session = card::session;
using card::Errc;
using card::Error;
using card::SecureBytes;
using card::session::HolderPin;

namespace {

struct Options {
    CardOptions card;
    SecretOptions pin; ///< the present PIN
    SecretOptions puk;
    SecretOptions new_pin;
    bool last_try = false;
};

/// What the card is asked for in one visit.
using Work = std::function<HolderPin(card::iso7816::Channel& channel)>;

/// The reader with the card. PIN and PUK are not handled through the air.
card::pcsc::Reader contact_reader(const Options& options)
{
    card::pcsc::Reader reader = reader_with_card(options.card);
    if (session::interface_of(reader.atr) == session::Interface::contactless)
        throw Error{Errc::contact_needed, "a contactless reader"};
    return reader;
}

/// Also gives the state as bytes for the parent.
Answer report(
    const Context& context, const Options& options, PinAction action, const HolderPin& state, const Costs& costs)
{
    Answer answer;
    answer.page = context.program.json ? to_json(action, state, costs) : to_text(action, state, context.catalogue());
    if (options.card.stats && !context.program.json)
        answer.notes = cost_table(costs, context.catalogue());
    answer.state = encode(state);
    return answer;
}

Answer visit_pin(
    const Context& context, const Options& options, const std::string& reader, PinAction action, const Work& work)
{
    return visit(context, options.card, reader, [&](card::pcsc::CardConnection& connection, const session::Progress&) {
        card::iso7816::CountingTransport counter{connection};
        counter.begin_step("PIN");
        card::iso7816::PlainChannel channel{counter};
        const HolderPin state = work(channel);
        return report(context, options, action, state, counter.steps());
    });
}

void show_status(Context& context, const Options& options)
{
    const auto profile = profile_of(options.card);
    deliver(context, visit_pin(context, options, contact_reader(options).name, PinAction::status,
                         [&](card::iso7816::Channel& channel) { return session::pin_state(channel, profile); }));
}

/// Asked for twice at a terminal, because nobody sees what is typed.
SecureBytes read_new_pin(const Context& context, const Options& options)
{
    const auto format = card::cli::pin_format();
    SecureBytes pin =
        card::cli::read_secret(format, options.new_pin.source(context.text("New PIN (six to eight digits): ")));
    if (!options.new_pin.given() &&
        !ct_equal(pin, card::cli::read_secret(format, {.prompt = context.text("New PIN once more: ")})))
        throw Error{Errc::secret_differs, "two new PINs"}.with_field(context.text("new PIN"));
    return pin;
}

/// The card is asked before its holder: what is blocked or absent is said before anything is typed.
HolderPin ask_card(
    const Context& context, const Options& options, const std::string& reader, const card::profile::Profile& profile)
{
    const Answer answer = visit_pin(context, options, reader, PinAction::status,
        [&](card::iso7816::Channel& channel) { return session::pin_state(channel, profile); });
    return decode_holder_pin(answer.state);
}

void change(Context& context, const Options& options)
{
    const auto profile = profile_of(options.card);
    const std::string reader = contact_reader(options).name;
    const HolderPin before = ask_card(context, options, reader, profile);
    const bool last_try = allow_last_try(
        context, Secret::pin, before.pin, {.option = options.last_try, .interactive = !options.pin.given()});
    const SecureBytes old_pin =
        card::cli::read_secret(card::cli::pin_format(), options.pin.source(context.text("Present PIN: ")));
    const SecureBytes new_pin = read_new_pin(context, options);
    const session::PinTerms terms{.profile = &profile, .last_try = last_try, .card = before.guid};
    deliver(context, visit_pin(context, options, reader, PinAction::change, [&](card::iso7816::Channel& channel) {
        return session::change_pin(channel, old_pin, new_pin, terms);
    }));
}

void unblock(Context& context, const Options& options)
{
    const auto profile = profile_of(options.card);
    const std::string reader = contact_reader(options).name;
    const HolderPin before = ask_card(context, options, reader, profile);
    if (before.pin.state == session::Tries::State::absent)
        throw Error{Errc::pin_absent, "no PIN"};
    const bool last_try = allow_last_try(
        context, Secret::puk, before.puk, {.option = options.last_try, .interactive = !options.puk.given()});
    const SecureBytes puk = card::cli::read_secret(
        card::cli::puk_format(), options.puk.source(context.text("PUK (eight digits, in the PIN letter): ")));
    const SecureBytes new_pin = read_new_pin(context, options);
    const session::PinTerms terms{.profile = &profile, .last_try = last_try, .card = before.guid};
    deliver(context, visit_pin(context, options, reader, PinAction::unblock, [&](card::iso7816::Channel& channel) {
        return session::unblock_pin(channel, puk, new_pin, terms);
    }));
}

void add_new_pin(CLI::App& command, const Context& context, Options& options)
{
    add_secret_options(command, context, "new-pin", options.new_pin,
        context.text("File with the new PIN, - for standard input"),
        context.text("Open file descriptor with the new PIN"));
    command.add_flag("--last-try", options.last_try, context.text("Use the last try, too, without a question"));
}

} // namespace

void add_pin(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("pin", context.text("Show, change or unblock the holder's PIN"));
    command->require_subcommand(1);

    CLI::App* status = command->add_subcommand("status", context.text("Show how many tries PIN and PUK have left"));
    add_card_options(*status, context, options->card);
    status->callback([options, &context] { show_status(context, *options); });

    CLI::App* changing = command->add_subcommand("change", context.text("Set a new PIN with the present one"));
    add_card_options(*changing, context, options->card);
    add_secret_options(*changing, context, "pin", options->pin, context.text("File with the PIN, - for standard input"),
        context.text("Open file descriptor with the PIN"));
    add_new_pin(*changing, context, *options);
    changing->callback([options, &context] { change(context, *options); });

    CLI::App* unblocking = command->add_subcommand("unblock", context.text("Set a new PIN with the PUK"));
    add_card_options(*unblocking, context, options->card);
    add_secret_options(*unblocking, context, "puk", options->puk,
        context.text("File with the PUK, - for standard input"), context.text("Open file descriptor with the PUK"));
    add_new_pin(*unblocking, context, *options);
    unblocking->callback([options, &context] { unblock(context, *options); });
}

} // namespace idcard
