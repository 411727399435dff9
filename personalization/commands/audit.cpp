// SPDX-License-Identifier: Apache-2.0
#include "audit/restore.hpp"
#include "base/read_file.hpp"
#include "card/base/error.hpp"
#include "commands/audit_output.hpp"
#include "commands/founding.hpp"
#include "commands/log_in.hpp"
#include "commands/options.hpp"
#include "commands/requested.hpp"
#include "issuer/clock_guard.hpp"
#include "journal/events.hpp"
#include "journal/note.hpp"
#include "stock/movements.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <iterator>
#include <tuple>

namespace perso {

namespace {

struct Options {
    std::vector<std::string> checkpoints;
    std::string certificate;
    std::string folder;
    std::string person;
    bool confirm = false;
    std::optional<int> hsm_pin_fd;
};

/// The checkpoints beside the store, which an older copy of it does not have, and those that were named, each once.
std::vector<audit::Exported> witnesses(const Office& office, const std::vector<std::string>& named)
{
    std::vector<std::filesystem::path> files = audit::checkpoint_files(office.checkpoints());
    files.insert(files.end(), named.begin(), named.end());
    std::vector<audit::Exported> all;
    for (const std::filesystem::path& file : files) {
        card::Bytes message = read_file(file);
        if (std::none_of(all.begin(), all.end(),
                [&](const audit::Exported& other) { return card::equal(other.message, message); }))
            all.push_back({.name = file.filename().string(), .message = std::move(message)});
    }
    return all;
}

/// Whoever may write office.toml cannot say that nobody here signs: the store has its people, or its journal tells of
/// the key ceremony.
bool has_staff(store::Database& database)
{
    return !people::Staff{database}.members().empty() || people::has_ceremony_ended(database);
}

/// What the staff's cards signed; in a development office nothing.
std::optional<people::SignatureReport> verify_signatures(const Office& office, store::Database& database)
{
    if (!office.staff_cards && !has_staff(database))
        return std::nullopt;
    auto report = people::verify_signatures(database, citizen_authorities(office));
    people::FoundingReport founding = people::verify_founding(database, founding_keys(office));
    report.unbound += founding.unbound;
    std::ranges::move(founding.faults, std::back_inserter(report.faults));
    if (!office.staff_cards)
        report.faults.emplace_back("office.toml says staff_cards = false, but the store has staff cards");
    return report;
}

void print_signatures(const people::SignatureReport& signatures, const Context& context)
{
    std::cout << context.text("Actions signed with staff cards: ") << signatures.signatures << '\n'
              << context.text("Entries that such a signature stands for: ") << signatures.acts << '\n'
              << context.text("Entries of the key ceremony, or of before signatures were bound to acts: ")
              << signatures.unbound << '\n';
}

void print_faults(const std::vector<std::string>& faults)
{
    for (const std::string& fault : faults)
        std::cout << "  " << fault << '\n';
}

/// Throws audit_broken for the first one.
void require_none(const std::string& step, const std::vector<std::string>& faults, const audit::Tip& tip)
{
    if (!faults.empty())
        throw card::Error{card::Errc::audit_broken, card::Step{step}, faults.front()}
            .with_field(faults.front())
            .with_number(static_cast<long>(tip.number));
}

void verify(const Options& options, const Context& context)
{
    const Office office = context.office();
    const auto database = context.open_database(office);
    const auto certificate = options.certificate.empty()
                                 ? issuer::journal_certificate(office)
                                 : std::optional{card::pki::Certificate::parse(read_file(options.certificate))};
    const auto exported = witnesses(office, options.checkpoints);
    const auto [result, signed_by_staff, stock] = database->look([&] { // others go on working
        return std::tuple{audit::verify(*database, certificate, exported), verify_signatures(office, *database),
            stock::movement_faults(*database)};
    });
    const people::SignatureReport signatures = signed_by_staff.value_or(people::SignatureReport{});
    if (context.json()) {
        auto json = to_json(result, audit::store_of(*database));
        json["staff_signatures"] = signatures.signatures;
        json["staff_acts"] = signatures.acts;
        json["staff_acts_unbound"] = signatures.unbound;
        json["staff_signature_faults"] = signatures.faults;
        json["stock_faults"] = stock;
        std::cout << json.dump() << '\n';
    } else {
        std::cout << to_text(result, context);
        if (signed_by_staff)
            print_signatures(signatures, context);
        print_faults(signatures.faults);
        print_faults(stock);
    }
    audit::require_whole(result);
    require_none("staff signatures", signatures.faults, result.tip);
    require_none("stock", stock, result.tip);
}

void checkpoint(const Options& options, Context& context)
{
    const Office office = context.office();
    context.log_in(office, options.person, Role::supervisor, "audit-checkpoint");
    const auto database = context.open_database(office);
    ClockGuard{*database, office.clock, now()}.require_believed(now());
    const auto pin = read_hsm_pin(context, options.hsm_pin_fd);
    issuer::Hsm hsm = issuer::Hsm::open(office, pin);
    const auto key = issuer::open_journal_key(hsm, office, context.profile(), now());
    const auto made = audit::add_checkpoint(*database, key, now(), options.person);
    audit::write_checkpoints(*database, office.checkpoints());
    print_checkpoint(context, made, office.checkpoints(), key.certificate);
}

/// All checkpoints and the certificate that verifies them, for whoever watches this office.
void write_out(const Options& options, Context& context)
{
    const Office office = context.office();
    context.log_in(office, options.person, Role::supervisor, "audit-export");
    const auto database = context.open_database(office);
    const auto certificate = issuer::journal_certificate(office);
    if (!certificate)
        throw card::Error{card::Errc::checkpoint_invalid, "no checkpoint was signed yet"}.with_field("journal-1.cer");
    const int written = audit::write_checkpoints(*database, options.folder);
    audit::write_certificate(*certificate, options.folder);
    database->change([&] {
        audit::note(*database, now(),
            {.event = audit::events::checkpoints_exported,
                .person = options.person,
                .detail = std::to_string(written)});
    });
    if (context.json())
        std::cout << nlohmann::json{{"schema", "idcard/audit-export-1"}, {"written", written}}.dump() << '\n';
    else
        std::cout << context.text("Checkpoints written:") << ' ' << written << '\n';
}

void accept_restore(const Options& options, Context& context)
{
    const Office office = context.office();
    context.log_in(office, options.person, options.confirm ? Role::approver : Role::operator_,
        options.confirm ? "accept-restore-confirm" : "accept-restore");
    const auto database = context.open_database(office);
    const auto certificate = issuer::journal_certificate(office);
    const auto folder = options.folder.empty() ? office.checkpoints() : std::filesystem::path{options.folder};
    const auto say = options.confirm ? audit::confirm_restore : audit::request_restore;
    say(*database, folder, certificate, options.person, now());
    if (!options.confirm)
        return say_requested(context);
    if (!context.json())
        std::cout << context.text("The store is taken as it is; numbers were skipped.") << '\n';
}

void add_verify(CLI::App& group, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* const command =
        group.add_subcommand("verify", context.text("Find out whether the journal was changed, cut or copied"));
    command
        ->add_option(
            "--checkpoint", options->checkpoints, context.text("Checkpoints that were kept elsewhere, to compare with"))
        ->type_name(context.text("FILE"));
    command
        ->add_option("--certificate", options->certificate,
            context.text("The journal's certificate as the auditor keeps it; without it, that of the office"))
        ->type_name(context.text("FILE"));
    command->callback([options, &context] { verify(*options, context); });
}

void add_accept_restore(CLI::App& group, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* const command = group.add_subcommand("accept-restore",
        context.text("Go on with an older copy of the store, because there is no newer one: two people say so"));
    add_person_option(*command, context.text("The operator who requests it, or the approver"), options->person);
    add_confirm_option(*command, context, options->confirm);
    command
        ->add_option("--from", options->folder, context.text("Folder with checkpoints; without it, that of the office"))
        ->type_name("DIR");
    command->callback([options, &context] { accept_restore(*options, context); });
}

} // namespace

void add_audit(CLI::App& app, Context& context)
{
    CLI::App* const group =
        app.add_subcommand("audit", context.text("The journal: verify it, sign checkpoints, export them"));
    group->require_subcommand(1);
    add_verify(*group, context);
    add_accept_restore(*group, context);

    const auto signing = std::make_shared<Options>();
    CLI::App* const sign = group->add_subcommand("checkpoint", context.text("Sign the journal as it stands now"));
    add_person_option(*sign, context.text("The supervisor"), signing->person);
    add_hsm_pin_option(*sign, context, signing->hsm_pin_fd);
    sign->callback([signing, &context] { checkpoint(*signing, context); });

    const auto exporting = std::make_shared<Options>();
    CLI::App* const copy = group->add_subcommand(
        "export", context.text("Write all checkpoints and the journal's certificate into a folder"));
    add_person_option(*copy, context.text("The supervisor"), exporting->person);
    copy->add_option("folder", exporting->folder, context.text("Where to; a medium that leaves the office"))
        ->type_name("DIR")
        ->required();
    copy->callback([exporting, &context] { write_out(*exporting, context); });
}

} // namespace perso
