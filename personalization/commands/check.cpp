// SPDX-License-Identifier: Apache-2.0
// Quality control by a person: the finished card is read by the counter's code, with what its holder has; one of
// another make by the PIN. One that is not found good is held back at once.
#include "card/auth/password.hpp"
#include "card/base/error.hpp"
#include "card/cli/worker.hpp"
#include "card/crypto/random.hpp"
#include "card/pcsc/card_connection.hpp"
#include "card/session/card.hpp"
#include "card/source_date.hpp"
#include "commands/log_in.hpp"
#include "commands/options.hpp"
#include "journal/events.hpp"
#include "journal/note.hpp"
#include "life/holds.hpp"
#include "making/card_waiting.hpp"
#include "people/acts.hpp"
#include "quality/quality_check.hpp"
#include "services/desk_check.hpp"

#include <CLI/CLI.hpp>

#include <iostream>

namespace perso {

namespace {

using card::Errc;

constexpr std::chrono::seconds silence{60};

/// Where a secret comes from, if not from the terminal.
struct Source {
    std::string file;
    std::optional<int> descriptor;

    bool given() const { return !file.empty() || descriptor; }
};

struct Options {
    std::string person;
    std::string document;
    std::string reader;
    Source can, pin;
    std::optional<unsigned> wait;
};

struct Finished {
    std::int64_t card = 0;
    std::string application;
    std::optional<IssuedPki> other_make;
};

/// Throws document_unknown, card_state.
Finished finished_card(store::Database& database, const std::string& document)
{
    const auto row = database.row("people_card_by_number", {{":document_number", document}});
    if (!row)
        throw card::Error{Errc::document_unknown, "no such card"}.with_field(document);
    if (row->text(2) != "live" || !row->is_null(3))
        throw card::Error{Errc::card_state, card::Step{"check"}, "not issued, or revoked"}.with_field(document);
    return {.card = row->number(0), .application = row->text(1), .other_make = issued_pki(database, document)};
}

void require_fitting(const Options& options, bool by_pin)
{
    if ((by_pin ? options.can : options.pin).given())
        throw card::Error{Errc::usage, "this card is not checked by that"}.with_field(
            by_pin ? "--can-file, --can-fd" : "--pin-file, --pin-fd");
}

/// The CAN that is printed on the card; of one of another make the PIN, as its holder types it.
card::SecureBytes read_credential(const Options& options, const Context& context, bool by_pin)
{
    const Source& source = by_pin ? options.pin : options.can;
    return card::cli::read_secret(by_pin ? card::cli::pin_format() : card::cli::can_format(),
        {.file = source.file.empty() ? std::nullopt : std::optional<std::filesystem::path>{source.file},
            .descriptor = source.descriptor,
            .prompt =
                by_pin ? context.text("PIN of the card, which its holder types: ") : context.text("CAN of the card: "),
            .echo = !by_pin});
}

/// Reads the card as a counter would. Throws quality_failed, and card_of_other_job for another card.
void read_as_counter(
    const Options& options, const Office& office, const card::profile::Profile& profile, card::ByteView can)
{
    const TrustData trust = load_trust(office.trust());
    card::pcsc::Context pcsc;
    card::session::Card opened{pcsc, options.reader};
    const card::auth::Can password{can};
    const auto seen = opened.verify({.password = &password,
        .trust_data = &trust.data,
        .policy = trust.policy,
        .today = card::day_of(now()),
        .source_date = card::day_of(card::Time{std::chrono::seconds{card::source_date}}),
        .profile = &profile});
    if (seen.verdict.overall != card::trust::Overall::genuine)
        throw card::Error{Errc::quality_failed, card::Step{"check"}, "the counter does not call it genuine"}.with_field(
            seen.verdict.decisive ? std::string{card::trust::name(seen.verdict.decisive->id)} : "verdict");
    if (!seen.holder.dg1 || seen.holder.dg1->mrz.document_number != options.document)
        throw card::Error{Errc::card_of_other_job, card::Step{"check"}, "another document number"}.with_field(
            options.document);
}

/// Reads a card of another make as its holder would.
void read_as_holder(const std::string& reader, const IssuedPki& issued, const Office& office,
    const card::profile::Profile& profile, card::ByteView pin)
{
    const TrustData trust = load_trust(office.trust());
    card::pcsc::Context pcsc;
    card::pcsc::CardConnection connection{pcsc, reader};
    const card::pcsc::Transaction undisturbed{connection};
    connection.reset_at_end(); // no PIN state is left behind
    check_at_desk(
        connection, issued, {.pin = pin, .trust = trust, .profile = profile, .random = card::crypto::system_random()});
}

void check(const Options& options, Context& context)
{
    const Office office = context.office();
    const Finished finished = [&] {
        const auto database = context.open_database(office);
        const Finished found = finished_card(*database, options.document);
        people::require_may(*database, {found.application, found.card}, people::Act::checked, options.person);
        return found;
    }();
    const auto& other_make = finished.other_make;
    require_fitting(options, other_make.has_value());
    context.log_in(office, options.person, life::role_of(life::Event::fail_check), "check", {options.document});
    const auto secret = read_credential(options, context, other_make.has_value());
    const card::profile::Profile& profile = context.profile();
    make_room(context, office, options.reader);
    card::pcsc::Context pcsc;
    const auto reader = wait_for_card(pcsc, options.reader, patience(options.wait));
    try {
        card::cli::run_worker(
            [&](const card::cli::ProgressSink&) {
                if (other_make)
                    read_as_holder(reader.name, *other_make, office, profile, secret);
                else
                    read_as_counter(options, office, profile, secret);
                return card::Bytes{};
            },
            silence);
    } catch (const card::Error& error) {
        if (error.code() == Errc::quality_failed) // the card itself, not who reads it or how
            life::fail_check(*context.open_database(office), options.document, options.person, now());
        throw;
    }
    const auto database = context.open_database(office);
    database->change([&] {
        const card::Time time = now();
        people::record_act(
            *database, {finished.application, finished.card}, people::Act::checked, options.person, time);
        audit::note(*database, time,
            {.event = audit::events::check,
                .card = finished.card,
                .application = finished.application,
                .person = options.person,
                .detail = options.document});
    });
    std::cout << options.document << ": " << context.text("found good") << '\n';
}

} // namespace

void add_check(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("check",
        context.text("Find a finished card good, by reading it as a counter would; nobody checks his own work"));
    add_person_option(*command, context.text("The person of quality control"), options->person);
    add_document_option(*command, context, options->document);
    add_reader_option(*command, context, options->reader);
    command->add_option("--can-file", options->can.file, context.text("File with the CAN of the card"))
        ->type_name("FILE");
    command->add_option("--can-fd", options->can.descriptor, context.text("File descriptor to read the CAN from"))
        ->type_name("N");
    command->add_option("--pin-file", options->pin.file, context.text("File with the PIN of a card of another make"))
        ->type_name("FILE");
    command
        ->add_option("--pin-fd", options->pin.descriptor,
            context.text("File descriptor to read the PIN of a card of another make from"))
        ->type_name("N");
    add_wait_option(*command, context, options->wait);
    command->callback([options, &context] { check(*options, context); });
}

} // namespace perso
