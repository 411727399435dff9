// SPDX-License-Identifier: Apache-2.0
#include "commands/life_output.hpp"

#include <nlohmann/json.hpp>

#include <iostream>

namespace perso {

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

void print_card(const life::Card& card, const Context& context)
{
    if (context.json())
        std::cout << nlohmann::json{{"schema", "idcard/card-life-1"}, {"document_number", card.document_number},
                         {"application", card.application}, {"state", life::name(card.state)}}
                         .dump()
                  << '\n';
    else
        std::cout << card.document_number << ": " << state_text(card.state, context.catalogue()) << '\n';
}

} // namespace perso
