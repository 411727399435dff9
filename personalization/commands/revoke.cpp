// SPDX-License-Identifier: Apache-2.0
#include "commands/life_output.hpp"
#include "commands/log_in.hpp"
#include "commands/options.hpp"
#include "commands/revoke_output.hpp"

#include "issuer/signer_file.hpp"
#include "life/cards.hpp"
#include "store/open_store.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>

namespace perso {

namespace {

struct Options {
    std::vector<std::string> documents;
    std::string signer; ///< file with a certificate
    std::string reason;
    std::string reference;
    std::string person;
    bool confirm = false;
    bool list = false;
};

void print(const Revocations& revocations, const Context& context)
{
    if (context.json())
        std::cout << to_json(revocations).dump() << '\n';
    else
        std::cout << to_text(revocations, context.catalogue());
}

void list(const Context& context)
{
    const auto store = context.open_store(context.office());
    print({store->revocations(), store->signer_revocations()}, context);
}

void say(const Context& context, const std::string& what, bool confirmed)
{
    if (!context.json())
        std::cout << what << ": " << (confirmed ? context.text("revoked") : context.text("to be confirmed")) << '\n'
                  << std::flush;
}

void revoke_cards(const Options& options, const Context& context, store::Database& database, store::Store& store)
{
    const auto reason = card::trust::card_revocation_named(options.reason);
    if (!reason)
        misused("no reason for a card", "--reason");
    for (const std::string& document : options.documents) {
        life::require_revocable(database, document, options.reason);
        if (options.confirm)
            store.confirm_revocation(document, *reason, options.person, now());
        else
            store.request_revocation(document, *reason, options.reference, options.person, now());
        say(context, document, options.confirm);
        if (options.confirm && !context.json()) // the reason is the state
            std::cout << "  "
                      << listing_text(
                             life::parse_state(options.reason).value(), life::Listing::revoked, context.catalogue())
                      << '\n'
                      << std::flush;
    }
    if (!context.json())
        return;
    auto touched = store.revocations();
    std::erase_if(touched, [&](const store::Revocation& revocation) {
        return std::ranges::find(options.documents, revocation.document_number) == options.documents.end();
    });
    print({std::move(touched), {}}, context);
}

void revoke_signer(const Options& options, const Context& context, const Office& office, store::Store& store)
{
    const auto reason = card::pki::revocation_reason_named(options.reason);
    if (!reason || std::ranges::find(store::signer_reasons, *reason) == store::signer_reasons.end())
        misused("no reason for a document signer", "--reason");
    const store::Signer signer = issuer::read_document_signer(office, options.signer);
    if (options.confirm)
        store.confirm_signer_revocation(signer, *reason, options.person, now());
    else
        store.request_signer_revocation(signer, *reason, options.reference, options.person, now());
    say(context, signer.name, options.confirm);
    if (!context.json())
        return;
    auto touched = store.signer_revocations();
    std::erase_if(touched, [&](const store::SignerRevocation& revocation) {
        return revocation.signer.serial_number != signer.serial_number;
    });
    print({{}, std::move(touched)}, context);
}

/// What a staff card signs: the cards, or the certificate of the signer by its digest, and why.
std::vector<std::string> subjects_of(const Options& options)
{
    std::vector<std::string> words;
    for (const std::string& number :
        options.signer.empty() ? options.documents : std::vector{file_digest(options.signer)}) {
        words.push_back(number);
        words.push_back(people::decided("reason", options.reason));
        if (!options.reference.empty())
            words.push_back(people::decided("reference", options.reference));
    }
    return words;
}

void revoke(const Options& options, Context& context)
{
    if (options.documents.empty() == options.signer.empty())
        misused("neither cards nor a signer were named", "DOCUMENT");
    if (options.person.empty())
        misused("who says so was not named", "--as");
    if (options.reason.empty())
        misused("why was not said", "--reason");
    require_reference(options.reference);

    const Office office = context.office();
    context.log_in(office, options.person,
        options.confirm ? life::role_of(life::Event::withdraw) : people::rule(people::Act::revocation_requested).role,
        options.confirm ? "revoke-confirm" : "revoke", subjects_of(options));
    const auto database = context.open_database(office);
    const auto store = open_store(office, *database);
    if (options.signer.empty())
        revoke_cards(options, context, *database, *store);
    else
        revoke_signer(options, context, office, *store);
}

std::vector<std::string> all_reasons()
{
    std::vector<std::string> reasons{"lost", "stolen", "replaced", "withdrawn"};
    for (const auto reason : store::signer_reasons)
        reasons.emplace_back(card::pki::name(reason));
    return reasons;
}

} // namespace

void add_revoke(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("revoke",
        context.text(
            "Revoke cards or a document signer: one person requests it, another confirms it for the same reason"));
    CLI::Option* const documents =
        command->add_option("documents", options->documents, context.text("Document numbers"))->type_name("DOCUMENT");
    command
        ->add_option("--signer", options->signer,
            context.text("Instead of cards: the certificate of a document signer, for the list of the CSCA"))
        ->type_name(context.text("FILE"))
        ->excludes(documents);
    command
        ->add_option("--reason", options->reason,
            context.text("Why the cards are no longer valid: lost, stolen, replaced or withdrawn; for a signer "
                         "key_compromise, superseded, cessation_of_operation, affiliation_changed or "
                         "privilege_withdrawn"))
        ->type_name("REASON")
        ->check(CLI::IsMember(all_reasons()).description(""));
    add_reference_option(*command, context, options->reference);
    add_person_option(*command, context.text("The operator who requests it, or the approver"), options->person)
        ->required(false); // not for --list
    add_confirm_option(*command, context, options->confirm)->excludes("--reference");
    command->add_flag("--list", options->list, context.text("Show all revocations"))
        ->excludes("--reason", "--as", "--confirm", "documents", "--reference", "--signer");
    command->callback([options, &context] { options->list ? list(context) : revoke(*options, context); });
}

} // namespace perso
