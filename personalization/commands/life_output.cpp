// SPDX-License-Identifier: Apache-2.0
#include "commands/life_output.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>

namespace perso {

namespace {

/// How docs/schemas/card-life-1.json says that a list has nothing.
constexpr std::string_view silent = "silent";

std::string_view card_word(life::State state, life::Listing listing)
{
    switch (listing) {
    case life::Listing::held:
        return life::name(life::State::lost);
    case life::Listing::revoked:
        return life::name(state);
    case life::Listing::silent:
    case life::Listing::released:
        break;
    }
    return silent;
}

std::string_view certificates_word(life::Listing listing)
{
    switch (listing) {
    case life::Listing::held:
        return "on_hold";
    case life::Listing::released:
        return "released";
    case life::Listing::revoked:
        return "revoked";
    case life::Listing::silent:
        break;
    }
    return silent;
}

nlohmann::json to_json(const life::Card& card, life::Listing listing)
{
    return {{"document_number", card.document_number}, {"state", life::name(card.state)},
        {"card_status_list", card_word(card.state, listing)}, {"certificates", certificates_word(listing)}};
}

std::string to_text(const life::Card& card, life::Listing listing, const card::cli::Catalogue& catalogue)
{
    return fmt::format("{}: {}\n  {}\n", card.document_number, state_text(card.state, catalogue),
        listing_text(card.state, listing, catalogue));
}

} // namespace

std::string state_text(life::State state, const card::cli::Catalogue& catalogue)
{
    using life::State;
    switch (state) {
    case State::made:
        return catalogue.text("ready to be handed over");
    case State::spoilt:
        return catalogue.text("misprinted; to be confirmed with: revoke --reason replaced --confirm");
    case State::failed:
        return catalogue.text("not found good; not valid until somebody else says: found");
    case State::delivered:
        return catalogue.text("with its holder");
    case State::suspended:
        return catalogue.text("suspended");
    case State::returned:
        return catalogue.text("taken in");
    case State::lost:
        return catalogue.text("lost");
    case State::stolen:
        return catalogue.text("stolen");
    case State::replaced:
        return catalogue.text("replaced");
    case State::withdrawn:
        break;
    }
    return catalogue.text("withdrawn");
}

std::string listing_text(life::State state, life::Listing listing, const card::cli::Catalogue& catalogue)
{
    using life::Listing;
    switch (listing) {
    case Listing::held:
        return catalogue.text("The next lists say that it is lost and that its certificates are on hold.");
    case Listing::released:
        return catalogue.text("The next lists say nothing of it any more: card and certificates are valid.");
    case Listing::revoked:
        return fmt::format(fmt::runtime(catalogue.text(
                               "The next lists say that it is {state} and that its certificates are revoked.")),
            fmt::arg("state", state_text(state, catalogue)));
    case Listing::silent:
        break;
    }
    return catalogue.text("The next lists say nothing of it: card and certificates are valid.");
}

void print_card(
    const life::Card& card, life::Event event, const std::optional<life::Card>& before, const Context& context)
{
    const life::Listing listing = life::listing(card.state, event);
    if (!context.json()) {
        std::cout << to_text(card, listing, context.catalogue());
        if (before)
            std::cout << to_text(*before, life::listing(before->state), context.catalogue());
        return;
    }
    auto json = to_json(card, listing);
    json["schema"] = "idcard/card-life-1";
    json["application"] = card.application;
    if (before)
        json["before"] = to_json(*before, life::listing(before->state));
    std::cout << json.dump() << '\n';
}

} // namespace perso
