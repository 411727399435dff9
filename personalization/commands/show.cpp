// SPDX-License-Identifier: Apache-2.0
#include "audit/story.hpp"
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/cli/printable.hpp"
#include "card/trust/package_contents.hpp"
#include "commands/context.hpp"
#include "commands/notices.hpp"
#include "commands/options.hpp"
#include "intake/masking.hpp"
#include "issuer/hsm.hpp"
#include "journal/events.hpp"
#include "journal/note.hpp"
#include "people/acts.hpp"
#include "seal/purge.hpp"
#include "seal/token_keys.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>

namespace perso {

namespace {

struct Options {
    std::string number;
    std::string person;
    std::string role = "auditor";
    std::optional<int> hsm_pin_fd;
};

/// What this person's work needs of the record, beside the story.
struct Sight {
    std::vector<intake::ShownField> record;
    std::vector<batches::Notice> notices;
    bool in_full = false;
};

/// Which data were destroyed after their time: all of them, or those that go first.
struct Gone {
    bool all = false;
    bool specific = false;
};

Gone gone(store::Database& database, const std::string& application)
{
    return {.all = seal::is_purged(database, application, intake::DataClass::general),
        .specific = seal::is_purged(database, application, intake::DataClass::specific)};
}

/// In full for the approver of an application that waits to be released; masked for those who did something for it
/// that counts, which to have looked at it does not; nothing for all others.
std::optional<intake::Viewer> viewer(const Options& options, store::Database& database, const audit::Story& story)
{
    const auto role = parse_role(options.role);
    if (role != Role::operator_ && role != Role::approver && role != Role::quality_control)
        return std::nullopt;
    const auto done = people::acts(database, {.application = story.application});
    if (std::any_of(done.begin(), done.end(), [&](const people::DoneAct& act) { return act.person == options.person; }))
        return intake::Viewer::other;
    if (role == Role::approver && story.state == name(store::JobState::imported))
        return intake::Viewer::approver;
    return std::nullopt;
}

Sight sight_of(
    const Options& options, const Context& context, const Office& office, const audit::Story& story, bool purged)
{
    const auto database = context.open_database(office);
    const auto who = viewer(options, *database, story);
    if (purged || !who)
        return {};
    issuer::Hsm hsm = issuer::Hsm::open(office, read_hsm_pin(context, options.hsm_pin_fd));
    seal::OfficeSeal seal{hsm.token(), *database, now()};
    return {.record = intake::shown_record(seal.left(*database, story.application), *who),
        .notices = batches::notices_of(*database, story.application),
        .in_full = *who == intake::Viewer::approver};
}

nlohmann::json to_json(const audit::Story& story, const Sight& sight, const Gone& gone)
{
    nlohmann::json out{{"schema", "idcard/show-1"}, {"application", story.application}, {"state", story.state},
        {"cards", nlohmann::json::array()}, {"events", nlohmann::json::array()}};
    if (gone.all)
        out["purged"] = true;
    if (gone.specific)
        out["specific_purged"] = true;
    if (story.checkpoint)
        out["checkpoint"] = *story.checkpoint;
    for (const audit::StoryCard& card : story.cards) {
        out["cards"].push_back({{"document_number", card.document_number}, {"state", card.state},
            {"made_by", card.made_by}, {"approved_by", card.approved_by}, {"chip", card::to_hex(card.kdd)}});
        if (!card.reason.empty())
            out["cards"].back()["reason"] = card.reason;
    }
    for (const audit::StoryLine& line : story.lines) {
        nlohmann::json event{{"at", card::trust::utc_text(line.at)}, {"event", line.event}};
        if (line.entry != 0)
            event["entry"] = line.entry;
        for (const auto& [key, value] : {std::pair{"document_number", &line.document_number},
                 std::pair{"person", &line.person}, std::pair{"detail", &line.detail}})
            if (!value->empty())
                event[key] = *value;
        out["events"].push_back(std::move(event));
    }
    for (const intake::ShownField& field : sight.record)
        out["record"][field.path] = field.value;
    if (!sight.notices.empty())
        out["notices"] = perso::to_json(sight.notices);
    return out;
}

void print(const audit::Story& story, const Sight& sight, const Gone& gone, const Context& context)
{
    std::cout << fmt::format("{} {}: {}\n", context.text("Application"), story.application, story.state);
    for (const audit::StoryCard& card : story.cards)
        std::cout << fmt::format("{} {}: {}{}\n", context.text("Card"), card.document_number, card.state,
            card.reason.empty() ? "" : " (" + card.reason + ")");
    if (gone.all)
        std::cout << context.text("The personal data were destroyed after their time.") << '\n';
    else if (gone.specific)
        std::cout << context.text("The specific data were destroyed after their time.") << '\n';
    for (const intake::ShownField& field : sight.record)
        std::cout << fmt::format("  {}: {}\n", context.text(field.label), field.value);
    print(sight.notices, context);
    for (const audit::StoryLine& line : story.lines)
        std::cout << card::cli::printable(fmt::format("{} {:>7} {:<10} {:<22} {:<12} {}",
                         card::trust::utc_text(line.at), line.entry == 0 ? "-" : std::to_string(line.entry),
                         line.document_number.empty() ? "-" : line.document_number, line.event,
                         line.person.empty() ? "-" : line.person, line.detail))
                  << '\n';
    if (story.checkpoint)
        std::cout << fmt::format("{}: {}\n", context.text("Covered by checkpoint"), *story.checkpoint);
    else
        std::cout << context.text("Not covered by a checkpoint yet.") << '\n';
}

void run(const Options& options, Context& context)
{
    const Office office = context.office();
    const auto role = parse_role(options.role);
    context.log_in(office, options.person, role.value(), "show", {options.number});
    const auto database = context.open_database(office);
    const audit::Story story = audit::tell(*database, options.number);
    const Gone destroyed = gone(*database, story.application);
    const Sight sight = sight_of(options, context, office, story, destroyed.all);
    // Who looked, and how much was seen, is a part of the story, from the next time on.
    database->change([&] {
        const std::string detail = options.role + (sight.in_full ? " in full" : "");
        audit::note(*database, now(),
            {.event = audit::events::shown,
                .application = story.application,
                .person = options.person,
                .detail = detail});
    });
    if (context.json())
        std::cout << to_json(story, sight, destroyed).dump() << '\n';
    else
        print(story, sight, destroyed, context);
}

std::vector<std::string> role_names()
{
    std::vector<std::string> names;
    for (const Role role : all_roles)
        names.emplace_back(name(role));
    return names;
}

} // namespace

void add_show(CLI::App& app, Context& context)
{
    const auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("show", context.text("Tell the whole life of one card"));
    command->add_option("number", options->number, context.text("Number of the document or of the application"))
        ->type_name("NUMBER")
        ->required();
    add_person_option(*command, context.text("Who looks: it is noted in the journal"), options->person);
    command
        ->add_option("--role", options->role,
            context.text("As which of the roles of this person; an auditor sees no personal data"))
        ->type_name("ROLE")
        ->check(CLI::IsMember(role_names()).description(""))
        ->capture_default_str();
    add_hsm_pin_option(*command, context, options->hsm_pin_fd);
    command->callback([options, &context] { run(*options, context); });
}

} // namespace perso
