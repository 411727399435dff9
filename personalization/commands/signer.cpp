// SPDX-License-Identifier: Apache-2.0
#include "issuer/radar/radar.hpp"
#include "issuer/signer_file.hpp"
#include "issuer/signer_staging.hpp"

#include "card/base/hex.hpp"
#include "commands/options.hpp"
#include "commands/signer_warning.hpp"
#include "issuer/clock_guard.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>

namespace perso {

namespace {

struct Options {
    std::string person;
    unsigned number = 0;
    std::optional<int> hsm_pin_fd;
};

nlohmann::json to_json(const issuer::SignerRecord& signer)
{
    return {{"number", signer.number}, {"name", signer.name}, {"state", name(signer.state)},
        {"serial_number", card::to_hex(signer.serial_number)}, {"cards", signer.cards}, {"limit", signer.limit},
        {"warn_at", signer.warn_at}, {"use_from", card::to_text(card::day_of(signer.use.not_before))},
        {"use_until", card::to_text(card::day_of(signer.use.not_after))}, {"revoked", signer.revoked},
        {"staged_by", signer.staged_by}, {"used_by", signer.used_by}};
}

std::string state_text(const issuer::SignerRecord& signer, const Context& context)
{
    if (signer.revoked)
        return context.text("revoked");
    switch (signer.state) {
    case issuer::SignerState::staged:
        return context.text("staged");
    case issuer::SignerState::active:
        return context.text("in use");
    case issuer::SignerState::retired:
        break;
    }
    return context.text("retired");
}

void list(Context& context)
{
    const Office office = context.office();
    const auto database = context.open_database(office);
    const auto signers = issuer::open_signers(*database, office, now());
    const auto warning = signers.warning(now());
    const auto radar = issuer::radar::Radar{*database}.statistics();
    if (context.json()) {
        nlohmann::json out{{"schema", "idcard/signers-1"}, {"signers", nlohmann::json::array()},
            {"warning",
                warning ? nlohmann::json(*warning == issuer::SignerWarning::cards ? "cards" : "days") : nullptr},
            {"radar", {{"keys", radar.keys}, {"finds", radar.finds}}}};
        for (const auto& signer : signers.all())
            out["signers"].push_back(to_json(signer));
        std::cout << out.dump() << '\n';
        return;
    }
    for (const auto& signer : signers.all())
        std::cout << fmt::format("{:>3}  {:<24} {:<10} {:>8} / {:<8} {}\n", signer.number, signer.name,
            state_text(signer, context), signer.cards, signer.limit, card::to_text(card::day_of(signer.use.not_after)));
    if (warning)
        std::cout << text_of(*warning, context) << '\n';
}

void say(const issuer::SignerRecord& signer, const Context& context)
{
    if (context.json())
        std::cout << to_json(signer).dump() << '\n';
    else
        std::cout << signer.name << ": " << state_text(signer, context) << '\n';
}

unsigned next_number(const Context& context, const Office& office)
{
    const auto database = context.open_database(office);
    return issuer::open_signers(*database, office, now()).next_number();
}

void stage(const Options& options, Context& context)
{
    const Office office = context.office();
    const unsigned number = next_number(context, office);
    context.log_in(office, options.person, Role::operator_, "signer-stage", {std::to_string(number)});
    const auto database = context.open_database(office);
    ClockGuard{*database, office.clock, now()}.require_believed(now());
    const auto pin = read_hsm_pin(context, options.hsm_pin_fd);
    issuer::Hsm hsm = issuer::Hsm::open(office, pin);
    say(issuer::stage_signer(hsm, *database, office, context.profile(), number, options.person, now()), context);
}

void use(const Options& options, Context& context)
{
    const Office office = context.office();
    context.log_in(office, options.person, Role::approver, "signer-use", {std::to_string(options.number)});
    const auto database = context.open_database(office);
    ClockGuard{*database, office.clock, now()}.require_believed(now());
    issuer::Signers signers = issuer::open_signers(*database, office, now());
    signers.use(options.number, options.person, now());
    say(signers.active().value(), context);
}

} // namespace

void add_signer(CLI::App& app, Context& context)
{
    CLI::App* const group =
        app.add_subcommand("signer", context.text("Document signers: how many cards, and the next"));
    group->require_subcommand(1);
    const auto options = std::make_shared<Options>();
    group->add_subcommand("list", context.text("Show all document signers and how many cards each has signed"))
        ->callback([&context] { list(context); });

    CLI::App* const staging =
        group->add_subcommand("stage", context.text("Make the next document signer ready: its key and certificate"));
    add_person_option(*staging, context.text("The operator who stages it"), options->person);
    add_hsm_pin_option(*staging, context, options->hsm_pin_fd);
    staging->callback([options, &context] { stage(*options, context); });

    CLI::App* const using_it =
        group->add_subcommand("use", context.text("Sign with a staged document signer from now on"));
    add_person_option(*using_it, context.text("The approver, who did not stage it"), options->person);
    using_it->add_option("number", options->number, context.text("Number of the signer"))
        ->type_name("NUMBER")
        ->required();
    using_it->callback([options, &context] { use(*options, context); });
}

} // namespace perso
