// SPDX-License-Identifier: Apache-2.0
#include "people/exclusion.hpp"

#include "excluding_acts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

using namespace perso;
using namespace perso::people;

namespace {

/// Who does each act: a number per act.
using Assignment = std::array<std::size_t, act_rules.size()>;

bool allowed(const Assignment& who)
{
    for (const Exclusion& exclusion : exclusions)
        if (who[static_cast<std::size_t>(exclusion.one)] == who[static_cast<std::size_t>(exclusion.other)])
            return false;
    return true;
}

/// How many ways there are to do all acts of a card's life with so many people.
std::size_t ways(std::size_t people)
{
    std::size_t found = 0;
    Assignment who{};
    for (;;) {
        found += allowed(who) ? 1U : 0U;
        std::size_t act = 0;
        while (act < who.size() && ++who[act] == people)
            who[act++] = 0;
        if (act == who.size())
            return found;
    }
}

} // namespace

TEST_CASE("exclusions: the tables are in order")
{
    for (std::size_t i = 0; i < act_rules.size(); ++i) {
        CHECK(static_cast<std::size_t>(act_rules[i].act) == i);
        CHECK(parse_act(act_rules[i].name) == act_rules[i].act);
        CHECK(rule(act_rules[i].begins_with).begins_with == act_rules[i].begins_with);
    }
    CHECK_FALSE(parse_act("printed"));
    std::size_t pairs = 0;
    for (const ActRule& one : act_rules)
        for (const ActRule& other : act_rules)
            pairs += test::exclude_each_other(one.act, other.act) ? 1U : 0U;
    CHECK(pairs == 2 * exclusions.size()); // each once, none with itself
    for (const Exclusion& exclusion : exclusions)
        CHECK(rule(exclusion.one).begins_with == rule(exclusion.other).begins_with);
}

TEST_CASE("exclusions: a whole life of a card is possible with three people, not with two")
{
    CHECK(ways(1) == 0);
    CHECK(ways(2) == 0);
    const std::size_t with_three = ways(3);
    CHECK(with_three > 0);
    MESSAGE("ways to share the acts among three people: ", with_three);
}

TEST_CASE("exclusions: three people with the roles that a ceremony gives, and one more, are enough")
{
    const std::array<std::vector<Role>, 3> people{
        std::vector{Role::operator_, Role::supervisor},
        std::vector{Role::approver, Role::stock_keeper, Role::supervisor},
        std::vector{Role::quality_control, Role::operator_},
    };
    std::size_t found = 0;
    Assignment who{};
    for (bool more = true; more;) {
        bool fits = allowed(who);
        for (const ActRule& rule : act_rules) {
            const auto& roles = people[who[static_cast<std::size_t>(rule.act)]];
            fits = fits && std::find(roles.begin(), roles.end(), rule.role) != roles.end();
        }
        found += fits ? 1U : 0U;
        std::size_t act = 0;
        while (act < who.size() && ++who[act] == people.size())
            who[act++] = 0;
        more = act < who.size();
    }
    CHECK(found > 0);
}
