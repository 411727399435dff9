// SPDX-License-Identifier: Apache-2.0
#include "people/signed_acts.hpp"

#include <doctest/doctest.h>

using namespace perso::people;
using perso::audit::Entry;

namespace {

constexpr card::Time morning{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

/// An entry of that event, and the words that its person has to have signed behind the number.
struct Example {
    std::string detail;
    std::vector<std::string> words;
};

Example example(Said said)
{
    switch (said) {
    case Said::nothing:
        return {"VT-2", {}};
    case Said::reason:
        return {"lost", {"reason=lost"}};
    case Said::reason_of:
        return {"Document Signer 2: superseded", {"reason=superseded"}};
    case Said::order:
        return {"damaged by VT-2", {"reason=damaged", "application=VT-2"}};
    case Said::ordered:
        return {"replaced", {"application=VT-3"}};
    case Said::misprint:
        return {"replaced", {"reason=misprint"}};
    case Said::record:
        return {"", {"record=00ff"}};
    case Said::before:
        return {"LA0000002", {"before=LA0000001"}};
    case Said::delivery:
        return {"D-1 3 00ff", {"delivery=D-1"}};
    case Said::to:
        return {"drawer 3 00ff", {"to=drawer"}};
    case Said::roles:
        return {"dao operator,supervisor", {"role=operator", "role=supervisor"}};
    case Said::card:
        return {"dao", {"document=LA0000003"}};
    case Said::member:
        return {"dao operator,supervisor", {"role=operator", "role=supervisor", "document=LA0000003"}};
    }
    return {};
}

/// A row of the table with an entry, what the store knows of it, and the statement that it needs.
struct Case {
    explicit Case(const SignedEvent& row) : rule{row}
    {
        const Example given = example(row.said);
        entry = {.number = 2,
            .at = morning + std::chrono::minutes{1},
            .event = std::string{row.event},
            .card = 1,
            .application = "VT-1",
            .person = "keo",
            .detail = given.detail};
        statement = {.action = std::string{row.action}, .person = "keo", .subjects = {number()}, .at = morning};
        statement.subjects.insert(statement.subjects.end(), given.words.begin(), given.words.end());
    }

    std::string number() const
    {
        switch (rule.named) {
        case Named::nothing:
            return "S-1";
        case Named::application:
            return entry.application;
        case Named::document:
            return about.document;
        case Named::first_word:
            return entry.detail.substr(0, entry.detail.find(' '));
        case Named::last_word:
            return entry.detail.substr(entry.detail.rfind(' ') + 1);
        }
        return {};
    }

    bool stands() const
    {
        SignedActs acts;
        acts.add(statement);
        return acts.stand_for(entry, about);
    }

    /// After a change of this case.
    template <typename Change>
    bool stands_after(Change&& change) const
    {
        Case other = *this;
        change(other);
        return other.stands();
    }

    const SignedEvent& rule;
    Entry entry;
    Statement statement;
    About about{.document = "LA0000001", .record = "record=00ff", .order = "VT-3", .staff_card = "LA0000003"};
};

} // namespace

TEST_CASE("signed acts: each event needs a statement of its person, action, number and time, with what was decided")
{
    for (const SignedEvent& row : signed_events) {
        const Case fit{row};
        CAPTURE(row.event);
        CAPTURE(row.action);
        CHECK(fit.stands());
        CHECK_FALSE(fit.stands_after([](Case& c) { c.statement.person = "noy"; }));
        CHECK_FALSE(fit.stands_after([](Case& c) { c.statement.action = "hsm-open"; }));
        CHECK_FALSE(fit.stands_after([](Case& c) { c.entry.at = morning - std::chrono::seconds{1}; }));
        CHECK(fit.stands_after([](Case& c) { c.entry.at = morning + signature_stands; }));
        CHECK(fit.stands_after([](Case& c) { c.entry.at = morning + signature_stands + std::chrono::seconds{1}; }) ==
              (row.stands == Stands::always));
        CHECK(
            fit.stands_after([](Case& c) { c.statement.subjects.front() = "VT-9"; }) == (row.named == Named::nothing));
        const bool says_something = row.said != Said::nothing;
        CHECK(fit.stands_after([](Case& c) { c.statement.subjects.resize(1); }) == !says_something);
        CHECK(fit.stands_after([](Case& c) { c.statement.subjects.back() += "1"; }) ==
              (!says_something && row.named == Named::nothing));
        CHECK(fit.stands_after([](Case& c) { // of a time when the subjects were numbers alone
            c.statement.subjects.resize(1);
            c.statement.version = 1;
        }));
    }
}

TEST_CASE("signed acts: a decision is signed once for each time it is made, a shift's work once a day")
{
    for (const SignedEvent& row : signed_events) {
        const Case fit{row};
        CAPTURE(row.event);
        SignedActs acts;
        acts.add(fit.statement);
        CHECK(acts.stand_for(fit.entry, fit.about));
        CHECK(acts.stand_for(fit.entry, fit.about) == (row.stands != Stands::once));
    }
}

TEST_CASE("signed acts: words belong to the number before them")
{
    Case lost{signed_events[0]};
    lost.statement.action = "revoke";
    lost.statement.subjects = {"LA0000001", "reason=lost", "LA0000002", "reason=stolen"};
    lost.entry.event = "revocation requested";
    lost.entry.detail = "lost";
    CHECK(lost.stands());
    CHECK_FALSE(lost.stands_after([](Case& c) { c.about.document = "LA0000002"; }));
    CHECK_FALSE(lost.stands_after([](Case& c) { c.entry.detail = "stolen"; }));
    CHECK(says(lost.statement, "revoke", "LA0000002", "reason=stolen"));
    CHECK_FALSE(says(lost.statement, "revoke", "LA0000002", "reason=lost"));
    CHECK_FALSE(says(lost.statement, "approve", "LA0000002", "reason=stolen"));
}

TEST_CASE("signed acts: an order of a replacement is none of another card's revocation")
{
    for (const SignedEvent& row : signed_events) {
        if (row.said != Said::ordered)
            continue;
        const Case fit{row};
        CHECK(fit.stands());
        CHECK_FALSE(fit.stands_after([](Case& c) { c.about.order = "VT-4"; }));
        CHECK_FALSE(fit.stands_after([](Case& c) { c.about.order.clear(); }));
        CHECK_FALSE(fit.stands_after([](Case& c) {
            c.about.order.clear();
            c.statement.version = 1;
        }));
    }
}

TEST_CASE("signed acts: an event that the table does not have is signed by nobody")
{
    Case other{signed_events[0]};
    other.entry.event = "another";
    CHECK_FALSE(other.stands());
}
