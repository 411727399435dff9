// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/pin_report.hpp"

#include "card/version.hpp"
#include "idcard/output/table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace idcard {

using card::cli::Catalogue;
using card::session::HolderPin;
using card::session::Tries;
using Json = nlohmann::ordered_json;

namespace {

std::string_view name(PinAction action)
{
    switch (action) {
    case PinAction::status:
        return "status";
    case PinAction::change:
        return "change";
    case PinAction::unblock:
        return "unblock";
    }
    return "";
}

std::string_view name(Tries::State state)
{
    switch (state) {
    case Tries::State::ready:
        return "ready";
    case Tries::State::blocked:
        return "blocked";
    case Tries::State::absent:
        return "absent";
    case Tries::State::not_told:
        return "not_told";
    }
    return "";
}

std::string headline(PinAction action, const Catalogue& catalogue)
{
    switch (action) {
    case PinAction::status:
        return {};
    case PinAction::change:
        return catalogue.text("The PIN was changed.") + "\n\n";
    case PinAction::unblock:
        return catalogue.text("The card has a new PIN.") + "\n\n";
    }
    return {};
}

std::string advice(const HolderPin& state, const Catalogue& catalogue)
{
    using card::Errc;
    using card::cli::message;
    using card::cli::Part;
    if (state.puk.state == Tries::State::blocked)
        return catalogue.text(message(Errc::puk_blocked), Part::advice);
    if (state.pin.state == Tries::State::blocked)
        return catalogue.text("Set a new PIN with the PUK of the PIN letter: idcard pin unblock");
    if (state.pin.state == Tries::State::absent)
        return catalogue.text(message(Errc::pin_absent), Part::advice);
    if (state.pin.left == 1U)
        return catalogue.text(message(Errc::pin_last_try), Part::advice);
    return catalogue.text("Nothing: PIN and PUK can be used.");
}

} // namespace

std::string tries_text(const Tries& tries, const Catalogue& catalogue)
{
    switch (tries.state) {
    case Tries::State::ready:
        return tries.left ? fmt::format(fmt::runtime(catalogue.text("tries left: {}")), *tries.left)
                          : catalogue.text("all tries left");
    case Tries::State::blocked:
        return catalogue.text("blocked, no tries left");
    case Tries::State::absent:
        return catalogue.text("this card has none");
    case Tries::State::not_told:
        return catalogue.text("the card does not tell");
    }
    return {};
}

Json tries_json(const Tries& tries)
{
    Json out = {{"state", name(tries.state)}};
    if (tries.left)
        out["tries_left"] = *tries.left;
    return out;
}

std::string to_text(PinAction action, const HolderPin& state, const Catalogue& catalogue)
{
    const Rows rows{{"PIN", tries_text(state.pin, catalogue)}, {"PUK", tries_text(state.puk, catalogue)}};
    return fmt::format("{}{}\n{} {}\n", headline(action, catalogue), table(rows), catalogue.text("What to do now:"),
        advice(state, catalogue));
}

std::string to_json(PinAction action, const HolderPin& state, const Costs& costs)
{
    const Json document = {
        {"schema", "idcard/pin-1"},
        {"version", card::version},
        {"action", name(action)},
        {"pin", tries_json(state.pin)},
        {"puk", tries_json(state.puk)},
        {"cost", cost_json(costs)},
    };
    return document.dump(2) + '\n';
}

} // namespace idcard
