// SPDX-License-Identifier: Apache-2.0
#include "context.hpp"

#include "card/base/error.hpp"

#include <fmt/chrono.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

namespace perso {

namespace {

using card::trust::CardRevocation;

constexpr std::size_t longest_reference = 64;

struct Options {
    std::vector<std::string> documents;
    std::string reason;
    std::string reference;
    std::string person;
    bool confirm = false;
    bool list = false;
};

std::string utc(card::Time time)
{
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", time);
}

[[noreturn]] void misused(std::string_view sentence, std::string option)
{
    throw card::Error{card::Errc::usage, sentence}.with_field(std::move(option));
}

nlohmann::json to_json(const std::vector<store::Revocation>& revocations)
{
    auto list = nlohmann::json::array();
    for (const store::Revocation& revocation : revocations)
        list.push_back({{"document_number", revocation.document_number}, {"reason", name(revocation.reason)},
            {"reference", revocation.reference}, {"requested_by", revocation.requested_by},
            {"requested", utc(revocation.requested_at)}, {"confirmed_by", revocation.confirmed_by},
            {"confirmed", revocation.confirmed_at ? nlohmann::json(utc(*revocation.confirmed_at)) : nullptr}});
    return {{"schema", "idcard/revocations-1"}, {"revocations", list}};
}

std::string reason_text(CardRevocation reason, const Context& context)
{
    switch (reason) {
    case CardRevocation::lost:
        return context.text("lost");
    case CardRevocation::stolen:
        return context.text("stolen");
    case CardRevocation::replaced:
        return context.text("replaced");
    case CardRevocation::withdrawn:
        break;
    }
    return context.text("withdrawn");
}

void print(const std::vector<store::Revocation>& revocations, const Context& context)
{
    for (const store::Revocation& revocation : revocations) {
        const bool confirmed = revocation.confirmed_at.has_value();
        std::cout << fmt::format("{:<10} {:<12} {:<22} {}", revocation.document_number,
            reason_text(revocation.reason, context),
            confirmed ? context.text("revoked") : context.text("to be confirmed"),
            utc(revocation.confirmed_at.value_or(revocation.requested_at)));
        if (!revocation.reference.empty())
            std::cout << "  " << revocation.reference;
        std::cout << '\n';
    }
    if (revocations.empty())
        std::cout << context.text("No revocations yet.") << '\n';
}

void list(const Context& context)
{
    const auto revocations = context.open_store(context.office())->revocations();
    if (context.json())
        std::cout << to_json(revocations).dump() << '\n';
    else
        print(revocations, context);
}

void require_reference(const std::string& reference)
{
    const bool printable = std::none_of(
        reference.begin(), reference.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
    if (!printable || reference.size() > longest_reference)
        misused("the reference is not one line of at most 64 bytes", "--reference");
}

void revoke(const Options& options, const Context& context)
{
    if (options.documents.empty())
        misused("no card was named", "DOCUMENT");
    if (options.person.empty())
        misused("who says so was not named", "--as");
    const auto reason = card::trust::card_revocation_named(options.reason);
    if (!reason)
        misused("why was not said", "--reason");
    require_reference(options.reference);

    const Office office = context.office();
    office.require(options.person, options.confirm ? Role::approver : Role::operator_);
    const auto store = context.open_store(office);
    for (const std::string& document : options.documents) {
        if (options.confirm)
            store->confirm_revocation(document, *reason, options.person, now());
        else
            store->request_revocation(document, *reason, options.reference, options.person, now());
        std::cout << document << ": " << (options.confirm ? context.text("revoked") : context.text("to be confirmed"))
                  << '\n'
                  << std::flush;
    }
}

} // namespace

void add_revoke(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand(
        "revoke", context.text("Revoke cards: one person requests it, another confirms it for the same reason"));
    command->add_option("documents", options->documents, context.text("Document numbers"))->type_name("DOCUMENT");
    command
        ->add_option("--reason", options->reason,
            context.text("Why the cards are no longer valid: lost, stolen, replaced or withdrawn"))
        ->type_name("REASON")
        ->check(CLI::IsMember({"lost", "stolen", "replaced", "withdrawn"}).description(""));
    command->add_option("--reference", options->reference, context.text("Number of the report or decision"))
        ->type_name("TEXT");
    command->add_option("--as", options->person, context.text("The operator who requests it, or the approver"))
        ->type_name("ID");
    command->add_flag("--confirm", options->confirm, context.text("Confirm what another person requested"))
        ->excludes("--reference");
    command->add_flag("--list", options->list, context.text("Show all revocations"))
        ->excludes("--reason", "--as", "--confirm", "documents", "--reference");
    command->callback([options, &context] { options->list ? list(context) : revoke(*options, context); });
}

} // namespace perso
