// SPDX-License-Identifier: Apache-2.0
#include "base/text.hpp"
#include "card/piv/administration.hpp"
#include "card/piv/application.hpp"
#include "units/units.hpp"

namespace perso::units {

namespace {

constexpr std::string_view stage = text("PIN and PUK");
constexpr std::string_view stage_without = text("no PIN and PUK");

/// An effect on the PKI application.
template <typename Command>
auto administer(Command command)
{
    return [command](Production& card) {
        card::iso7816::ChainingChannel channel{card.administration()};
        command(channel, card);
    };
}

/// Asked without a value: nothing is spent. A card that has none says that there is no such reference.
auto is_gone(std::uint8_t reference)
{
    return [reference](Production& card) {
        auto& session = card.session(Application::pki);
        const auto answer = session.transmit({.ins = card::iso7816::Ins::verify, .p2 = reference});
        return held_if(answer.sw() == card::iso7816::sw::reference_not_found);
    };
}

} // namespace

// A PIN cannot be asked for but by trying it, which costs a try where it is not there: it is set again.
Unit puk()
{
    return {stage, "PUK", {}, administer([](auto& channel, Production& card) {
                card::piv::set_puk(channel, card.secrets.puk, card.profile);
            }),
        cannot_tell};
}

Unit pin()
{
    return {stage, "PIN", {}, administer([](auto& channel, Production& card) {
                card::piv::set_pin(channel, card.secrets.pin, card.profile);
            }),
        cannot_tell};
}

Unit no_pin()
{
    return {stage_without, "no PIN", {}, administer([](auto& channel, Production&) { card::piv::clear_pin(channel); }),
        is_gone(card::piv::reference::pin)};
}

Unit no_puk()
{
    return {stage_without, "no PUK", {}, administer([](auto& channel, Production&) { card::piv::clear_puk(channel); }),
        is_gone(card::piv::reference::puk)};
}

} // namespace perso::units
