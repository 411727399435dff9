// SPDX-License-Identifier: Apache-2.0
#include "people/signed_acts.hpp"

#include <algorithm>

namespace perso::people {

namespace {

using Words = std::set<std::string>;

std::string first_word(const std::string& text)
{
    return text.substr(0, text.find(' '));
}

std::string last_word(const std::string& text)
{
    return text.substr(text.rfind(' ') + 1); // npos + 1 is 0
}

std::string number_of(Named named, const audit::Entry& entry, const About& about)
{
    switch (named) {
    case Named::nothing:
        break;
    case Named::application:
        return entry.application;
    case Named::document:
        return about.document;
    case Named::first_word:
        return first_word(entry.detail);
    case Named::last_word:
        return last_word(entry.detail);
    }
    return {};
}

void add_unless_nothing(Words& words, std::string_view what, const std::string& value)
{
    if (value != "-")
        words.insert(decided(what, value));
}

void add_roles(Words& words, std::string names)
{
    while (!names.empty()) {
        const std::size_t comma = std::min(names.find(','), names.size());
        words.insert(decided("role", names.substr(0, comma)));
        names.erase(0, comma + 1);
    }
}

/// The words that have to stand behind the number.
Words words_of(Said said, const audit::Entry& entry, const About& about)
{
    Words words;
    switch (said) {
    case Said::nothing:
        break;
    case Said::record:
        if (!about.record.empty())
            words.insert(about.record);
        break;
    case Said::reason:
        words.insert(decided("reason", entry.detail));
        break;
    case Said::reason_of:
        words.insert(decided("reason", last_word(entry.detail)));
        break;
    case Said::order:
        words.insert(decided("reason", first_word(entry.detail)));
        words.insert(decided("application", last_word(entry.detail)));
        break;
    case Said::ordered:
        words.insert(decided("application", about.order));
        break;
    case Said::misprint:
        words.insert(decided("reason", "misprint"));
        break;
    case Said::before:
        words.insert(decided("before", about.document));
        break;
    case Said::delivery:
        add_unless_nothing(words, "delivery", first_word(entry.detail));
        break;
    case Said::to:
        add_unless_nothing(words, "to", first_word(entry.detail));
        break;
    case Said::roles:
        add_roles(words, last_word(entry.detail));
        break;
    case Said::card:
        words.insert(decided("document", about.staff_card));
        break;
    case Said::member:
        add_roles(words, last_word(entry.detail));
        words.insert(decided("document", about.staff_card));
        break;
    }
    return words;
}

bool has_record(const Words& words)
{
    return std::any_of(words.begin(), words.end(), [](const std::string& word) { return word.starts_with("record="); });
}

bool has_all(const Words& words, Said said, const Words& wanted)
{
    return std::includes(words.begin(), words.end(), wanted.begin(), wanted.end()) &&
           (said != Said::record || has_record(words));
}

/// A word with "=" belongs to the number before it.
std::map<std::string, Words> decisions_of(const Statement& statement)
{
    std::map<std::string, Words> decisions;
    std::string number;
    for (const std::string& word : statement.subjects) {
        if (word.find('=') == word.npos)
            decisions.try_emplace(number = word);
        else
            decisions[number].insert(word);
    }
    return decisions;
}

} // namespace

bool says(const Statement& statement, std::string_view action, std::string_view number, const std::string& word)
{
    if (statement.action != action)
        return false;
    const auto decisions = decisions_of(statement);
    const auto found = decisions.find(std::string{number});
    return found != decisions.end() && (statement.version == 1 || found->second.contains(word));
}

void SignedActs::add(Statement statement)
{
    auto decisions = decisions_of(statement);
    by_person_[statement.person].push_back(
        {.statement = std::move(statement), .decisions = std::move(decisions), .used = {}});
}

bool SignedActs::stand_for(const audit::Entry& entry, const About& about)
{
    const auto given = by_person_.find(entry.person);
    if (given == by_person_.end())
        return false;
    // The newest one first: one that is older may have ended without its act.
    for (auto one = given->second.rbegin(); one != given->second.rend(); ++one)
        for (const SignedEvent& rule : signed_events)
            if (rule.event == entry.event && fits(*one, rule, entry, about))
                return true;
    return false;
}

bool SignedActs::needs_person(std::string_view event)
{
    return std::find(also_by_itself.begin(), also_by_itself.end(), event) == also_by_itself.end() &&
           std::any_of(signed_events.begin(), signed_events.end(),
               [&](const SignedEvent& rule) { return rule.event == event; });
}

bool SignedActs::has_said(
    const std::string& person, std::string_view action, std::string_view number, const std::string& word) const
{
    const auto given = by_person_.find(person);
    return given != by_person_.end() && std::any_of(given->second.begin(), given->second.end(), [&](const Given& one) {
        return one.statement.version > 1 && says(one.statement, action, number, word);
    });
}

bool SignedActs::fits(Given& given, const SignedEvent& rule, const audit::Entry& entry, const About& about)
{
    const Statement& statement = given.statement;
    if (rule.action != statement.action || statement.at > entry.at)
        return false;
    if (rule.stands != Stands::always && entry.at - statement.at > signature_stands)
        return false;
    if (rule.said == Said::ordered && about.order.empty())
        return false;
    const std::string number = number_of(rule.named, entry, about);
    const Words wanted = words_of(rule.said, entry, about);
    const auto says_all = [&](const std::pair<const std::string, Words>& decision) {
        return statement.version == 1 || has_all(decision.second, rule.said, wanted);
    };
    if (rule.named != Named::nothing) {
        const auto decision = given.decisions.find(number);
        if (decision == given.decisions.end() || !says_all(*decision))
            return false;
    } else if (!wanted.empty() && std::none_of(given.decisions.begin(), given.decisions.end(), says_all)) {
        return false;
    }
    const std::string& once = rule.said == Said::before ? about.document : number;
    return rule.stands != Stands::once || given.used.emplace(entry.event, once).second;
}

} // namespace perso::people
