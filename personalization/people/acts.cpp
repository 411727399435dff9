// SPDX-License-Identifier: Apache-2.0
#include "people/acts.hpp"

#include "card/base/error.hpp"

namespace perso::people {

using card::Errc;
using store::Value;

namespace {

Value card_of(const Subject& subject)
{
    return subject.card ? Value{*subject.card} : Value{nullptr};
}

Act stored_act(const std::string& name)
{
    const auto act = parse_act(name);
    card::require(act.has_value(), Errc::store_failed, "card_act", "an act of another version");
    return *act;
}

} // namespace

void require_may(store::Database& database, const Subject& subject, Act act, std::string_view person)
{
    const auto other = database.row("people_excluding_act",
        {{":application", subject.application}, {":card", card_of(subject)}, {":act", name(act)}, {":person", person}});
    if (other)
        throw card::Error{Errc::role_excluded, card::Step{std::string{name(act)}}, "after " + other->text(0)}
            .with_field(std::string{person});
}

void record_act(store::Database& database, const Subject& subject, Act act, std::string_view person, card::Time now)
{
    database.change([&] {
        require_may(database, subject, act, person);
        database.execute(
            "people_add_act", {{":application", subject.application}, {":card", card_of(subject)}, {":act", name(act)},
                                  {":person", person}, {":at", std::int64_t{now.time_since_epoch().count()}}});
    });
}

std::vector<DoneAct> acts(store::Database& database, const Subject& subject)
{
    std::vector<DoneAct> done;
    for (const store::Row& row :
        database.rows("people_acts", {{":application", subject.application}, {":card", card_of(subject)}}))
        done.push_back({.act = stored_act(row.text(0)),
            .person = row.text(1),
            .card = row.is_null(2) ? std::nullopt : std::optional{row.number(2)},
            .at = row.time(3)});
    return done;
}

} // namespace perso::people
