// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/errc.hpp"
#include "people/exclusion.hpp"

#include <array>
#include <optional>
#include <string_view>

/// The life of a card after its quality check, as tables: what may happen to it, what that changes, and who does it.
/// docs/decisions/0016-life-of-a-card.md tells why.
namespace perso::life {

enum class State {
    made,      ///< good, in the office
    spoilt,    ///< good chip, but misprinted: it stays in the office, and is not valid
    failed,    ///< in the office, but quality control did not find it good: not valid until somebody else does
    delivered, ///< its holder has it
    suspended, ///< reported lost or held back: not valid until it is found
    returned,  ///< taken in before its replacement is handed over
    lost,      ///< the last four are final
    stolen,
    replaced,
    withdrawn,
};

enum class Event {
    deliver,           ///< handed over to its holder, or given back to him
    report,            ///< the holder says that it is lost or stolen
    suspend,           ///< an authority holds it back
    fail_check,        ///< the counter's code does not call it genuine
    found,             ///< it is there again
    order_replacement, ///< another card takes its place
    order_reprint,     ///< the same for a card that never left the office
    take_in,           ///< the holder brings it, before there is another one
    succeed,           ///< its replacement is handed over, and this one is in the office
    succeed_missing,   ///< its replacement is handed over, and this one is not there any more
    confirm_lost,      ///< the second person: it is lost
    confirm_stolen,    ///< the second person: it is stolen
    withdraw,          ///< the second person: it is not valid any more, for another reason
    reset_pin,         ///< its holder forgot the PIN
    renew,             ///< its keys get new certificates
};

inline constexpr std::array all_states{State::made, State::spoilt, State::failed, State::delivered, State::suspended,
    State::returned, State::lost, State::stolen, State::replaced, State::withdrawn};
inline constexpr std::array all_events{Event::deliver, Event::report, Event::suspend, Event::fail_check, Event::found,
    Event::order_replacement, Event::order_reprint, Event::take_in, Event::succeed, Event::succeed_missing,
    Event::confirm_lost, Event::confirm_stolen, Event::withdraw, Event::reset_pin, Event::renew};

/// What an event does to the card's place in the card status list and to its certificates in the list of their CA.
enum class Lists {
    stay,
    hold,    ///< listed as lost, certificates as certificateHold
    release, ///< not listed any more
    revoke,  ///< listed for good with its reason, certificates for good without one
};

/// Who does it, and which person it must not be.
enum class Hands {
    desk,           ///< an operator
    checker,        ///< a person of quality control, who neither released nor made the card
    desk_other,     ///< an operator who neither released nor made the card, nor ordered it
    desk_successor, ///< the same: who hands the replacement over
    approver_other, ///< an approver who did not say so first
    approver_lifts, ///< an approver who did not hold the card back
    service,        ///< an operator, after the order of an approver
};

/// The role, and the act under which the table of exclusions (people/exclusion.hpp) keeps people away. Without one
/// nobody of the role is kept away, but who lifts a hold: that is compared with who held the card back.
struct HandsRule {
    Hands hands;
    Role role;
    std::optional<people::Act> act;
};

inline constexpr std::array hands_rules{
    HandsRule{Hands::desk, Role::operator_, std::nullopt},
    HandsRule{Hands::checker, Role::quality_control, people::Act::checked},
    HandsRule{Hands::desk_other, Role::operator_, people::Act::delivered},
    HandsRule{Hands::desk_successor, Role::operator_, people::Act::delivered},
    HandsRule{Hands::approver_other, Role::approver, people::Act::revocation_confirmed},
    HandsRule{Hands::approver_lifts, Role::approver, std::nullopt},
    HandsRule{Hands::service, Role::operator_, people::Act::service_done},
};

constexpr const HandsRule& rule(Hands hands)
{
    return hands_rules[static_cast<std::size_t>(hands)];
}

struct Transition {
    State from;
    Event event;
    State to;
    Lists lists;
    Hands hands;
};

// clang-format off
inline constexpr std::array transitions{
    Transition{State::made,      Event::deliver,           State::delivered, Lists::stay,    Hands::desk_other},
    Transition{State::made,      Event::fail_check,        State::failed,    Lists::hold,    Hands::checker},
    Transition{State::made,      Event::order_reprint,     State::spoilt,    Lists::hold,    Hands::desk},
    Transition{State::made,      Event::confirm_lost,      State::lost,      Lists::revoke,  Hands::approver_other},
    Transition{State::made,      Event::confirm_stolen,    State::stolen,    Lists::revoke,  Hands::approver_other},
    Transition{State::made,      Event::withdraw,          State::withdrawn, Lists::revoke,  Hands::approver_other},

    Transition{State::spoilt,    Event::fail_check,        State::spoilt,    Lists::hold,    Hands::checker},
    Transition{State::spoilt,    Event::succeed,           State::replaced,  Lists::revoke,  Hands::desk_successor},
    Transition{State::spoilt,    Event::confirm_lost,      State::lost,      Lists::revoke,  Hands::approver_other},
    Transition{State::spoilt,    Event::confirm_stolen,    State::stolen,    Lists::revoke,  Hands::approver_other},
    Transition{State::spoilt,    Event::withdraw,          State::withdrawn, Lists::revoke,  Hands::approver_other},

    Transition{State::failed,    Event::fail_check,        State::failed,    Lists::hold,    Hands::checker},
    Transition{State::failed,    Event::found,             State::made,      Lists::release, Hands::approver_lifts},
    Transition{State::failed,    Event::confirm_lost,      State::lost,      Lists::revoke,  Hands::approver_other},
    Transition{State::failed,    Event::confirm_stolen,    State::stolen,    Lists::revoke,  Hands::approver_other},
    Transition{State::failed,    Event::withdraw,          State::withdrawn, Lists::revoke,  Hands::approver_other},

    Transition{State::delivered, Event::report,            State::suspended, Lists::hold,    Hands::desk},
    Transition{State::delivered, Event::suspend,           State::suspended, Lists::hold,    Hands::desk},
    Transition{State::delivered, Event::fail_check,        State::suspended, Lists::hold,    Hands::checker},
    Transition{State::delivered, Event::order_replacement, State::delivered, Lists::stay,    Hands::desk},
    Transition{State::delivered, Event::take_in,           State::returned,  Lists::stay,    Hands::desk},
    Transition{State::delivered, Event::succeed,           State::replaced,  Lists::revoke,  Hands::desk_successor},
    Transition{State::delivered, Event::succeed_missing,   State::lost,      Lists::revoke,  Hands::desk_successor},
    Transition{State::delivered, Event::confirm_lost,      State::lost,      Lists::revoke,  Hands::approver_other},
    Transition{State::delivered, Event::confirm_stolen,    State::stolen,    Lists::revoke,  Hands::approver_other},
    Transition{State::delivered, Event::withdraw,          State::withdrawn, Lists::revoke,  Hands::approver_other},
    Transition{State::delivered, Event::reset_pin,         State::delivered, Lists::stay,    Hands::service},
    Transition{State::delivered, Event::renew,             State::delivered, Lists::stay,    Hands::service},

    Transition{State::suspended, Event::report,            State::suspended, Lists::hold,    Hands::desk},
    Transition{State::suspended, Event::fail_check,        State::suspended, Lists::hold,    Hands::checker},
    Transition{State::suspended, Event::found,             State::delivered, Lists::release, Hands::approver_lifts},
    Transition{State::suspended, Event::succeed,           State::replaced,  Lists::revoke,  Hands::desk_successor},
    Transition{State::suspended, Event::succeed_missing,   State::lost,      Lists::revoke,  Hands::desk_successor},
    Transition{State::suspended, Event::confirm_lost,      State::lost,      Lists::revoke,  Hands::approver_other},
    Transition{State::suspended, Event::confirm_stolen,    State::stolen,    Lists::revoke,  Hands::approver_other},
    Transition{State::suspended, Event::withdraw,          State::withdrawn, Lists::revoke,  Hands::approver_other},

    Transition{State::returned,  Event::deliver,           State::delivered, Lists::stay,    Hands::desk_other},
    Transition{State::returned,  Event::fail_check,        State::returned,  Lists::stay,    Hands::checker},
    Transition{State::returned,  Event::order_replacement, State::returned,  Lists::stay,    Hands::desk},
    Transition{State::returned,  Event::succeed,           State::replaced,  Lists::revoke,  Hands::desk_successor},
    Transition{State::returned,  Event::confirm_lost,      State::lost,      Lists::revoke,  Hands::approver_other},
    Transition{State::returned,  Event::confirm_stolen,    State::stolen,    Lists::revoke,  Hands::approver_other},
    Transition{State::returned,  Event::withdraw,          State::withdrawn, Lists::revoke,  Hands::approver_other},

    Transition{State::lost,      Event::order_replacement, State::lost,      Lists::stay,    Hands::desk},
    Transition{State::stolen,    Event::order_replacement, State::stolen,    Lists::stay,    Hands::desk},
};

// clang-format on

/// The row of the table, or nothing for what is out of order.
constexpr std::optional<Transition> transition(State from, Event event)
{
    for (const Transition& row : transitions)
        if (row.from == from && row.event == event)
            return row;
    return std::nullopt;
}

/// Who may do it, whatever the state of the card: all rows of an event name the same role.
Role role_of(Event event);

constexpr bool is_final(State state)
{
    return state >= State::lost;
}

/// The condition with which an event out of order is refused: revoked_already, not_delivered for a card that its holder
/// never had, else card_state.
constexpr card::Errc refusal(State from, Event event)
{
    const bool in_office = from == State::made || from == State::spoilt || from == State::failed;
    const bool of_the_holder = event != Event::deliver && event != Event::order_reprint;
    return is_final(from)               ? card::Errc::revoked_already
           : in_office && of_the_holder ? card::Errc::not_delivered
                                        : card::Errc::card_state;
}

/// "made", "report", …; as the store and the journal have them.
std::string_view name(State state);
std::string_view name(Event event);
std::optional<State> parse_state(std::string_view name);

/// Why a card is replaced.
enum class Reason { lost, stolen, damaged, dead_chip, address, name, photo, age, expired, misprint };

/// What must hold of the old card before the new one is handed over.
enum class OldCard {
    revoked,     ///< it is in the lists before the new one is ordered
    back,        ///< it is valid meanwhile, and without it the new one is not handed over
    valid,       ///< it is valid meanwhile; if it is not brought it counts as lost
    undelivered, ///< it never left the office
};

struct ReasonRule {
    Reason reason;
    std::string_view name; ///< on the command line and in the store
    OldCard old_card;
};

inline constexpr std::array reasons{
    ReasonRule{Reason::lost, "lost", OldCard::revoked},
    ReasonRule{Reason::stolen, "stolen", OldCard::revoked},
    ReasonRule{Reason::damaged, "damaged", OldCard::back},
    ReasonRule{Reason::dead_chip, "dead_chip", OldCard::back},
    ReasonRule{Reason::address, "address", OldCard::valid},
    ReasonRule{Reason::name, "name", OldCard::valid},
    ReasonRule{Reason::photo, "photo", OldCard::valid},
    ReasonRule{Reason::age, "age", OldCard::valid}, // the child has grown into the next type of card
    ReasonRule{Reason::expired, "expired", OldCard::valid},
    ReasonRule{Reason::misprint, "misprint", OldCard::undelivered},
};

constexpr const ReasonRule& rule(Reason reason)
{
    return reasons[static_cast<std::size_t>(reason)];
}

/// A card that never left the office is printed anew.
constexpr Event event_of(Reason reason)
{
    return rule(reason).old_card == OldCard::undelivered ? Event::order_reprint : Event::order_replacement;
}

constexpr std::optional<Reason> parse_reason(std::string_view name)
{
    for (const ReasonRule& row : reasons)
        if (row.name == name)
            return row.reason;
    return std::nullopt;
}

} // namespace perso::life
