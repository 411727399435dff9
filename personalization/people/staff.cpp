// SPDX-License-Identifier: Apache-2.0
#include "people/staff.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/crypto/hash.hpp"
#include "card/pki/spki.hpp"
#include "database/seconds.hpp"
#include "journal/events.hpp"
#include "journal/note.hpp"
#include "people/joint.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace perso::people {

using card::ByteView;
using card::Errc;
using store::seconds;

namespace {

constexpr std::int64_t fewest_supervisors = 2;

std::string role_names(const Person& person)
{
    std::vector<std::string_view> names;
    for (const Role role : person.roles)
        names.push_back(perso::name(role));
    return fmt::format("{}", fmt::join(names, ","));
}

/// How the journal tells of a person.
std::string tell(const Person& person)
{
    return person.id + " " + role_names(person);
}

Joint joint_of(const NewMember& member)
{
    Joint joint = staff_card_request("staff-add", member.person.id, member.document_number);
    joint.detail = role_names(member.person) + " " + member.person.full_name;
    return joint;
}

[[noreturn]] void unfit(std::string_view sentence, const std::string& key)
{
    throw card::Error{Errc::config_invalid, card::Step{"staff"}, sentence}.with_field(key);
}

} // namespace

std::vector<StaffMember> Staff::members()
{
    std::vector<StaffMember> members;
    for (const store::Row& row : database_.rows("people_staff")) {
        StaffMember member{.person = {.id = row.text(0), .full_name = row.text(1), .roles = {}},
            .entered_by = row.text(2),
            .entered = row.time(3),
            .removed = row.is_null(4) ? std::nullopt : std::optional{row.time(4)},
            .document_number = row.text(5),
            .key_hash = row.bytes(6),
            .certificate = row.bytes(7),
            .certificate_hash = row.bytes(8)};
        for (const store::Row& role : database_.rows("people_staff_roles", {{":person", member.person.id}}))
            if (const auto known = parse_role(role.text(0)))
                member.person.roles.push_back(*known);
        members.push_back(std::move(member));
    }
    return members;
}

StaffMember Staff::require(const std::string& person, Role role)
{
    const auto all = members();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const StaffMember& m) { return m.person.id == person && !m.removed; });
    if (found == all.end())
        throw card::Error{Errc::person_unknown, "not among the people of the store"}.with_field(person);
    if (!found->person.has(role))
        throw card::Error{
            Errc::role_missing, card::Step{std::string{perso::name(role)}}, "this person has another role"}
            .with_field(person);
    return *found;
}

void Staff::add(const NewMember& member, const std::string& entered_by, card::Time now)
{
    database_.change([&] { enter(member, entered_by, entered_by, now); });
}

void Staff::request_add(const NewMember& member, const std::string& by, card::Time now)
{
    database_.change([&] {
        require_new(member.person);
        request(database_, joint_of(member), by, now);
        audit::note(
            database_, now, {.event = audit::events::staff_add_requested, .person = by, .detail = tell(member.person)});
    });
}

void Staff::confirm_add(const NewMember& member, const std::string& by, card::Time now)
{
    database_.change([&] { enter(member, confirm(database_, joint_of(member), by, now), by, now); });
}

void Staff::request_card(
    const std::string& person, const std::string& document_number, const std::string& by, card::Time now)
{
    database_.change([&] {
        require_member(person);
        request(database_, staff_card_request("staff-card", person, document_number), by, now);
        audit::note(database_, now, {.event = audit::events::staff_card_requested, .person = by, .detail = person});
    });
}

void Staff::confirm_card(
    const std::string& person, const std::string& document_number, const std::string& by, card::Time now)
{
    database_.change([&] {
        require_member(person);
        const std::string first =
            confirm(database_, staff_card_request("staff-card", person, document_number), by, now);
        database_.execute("people_withdraw_staff_card", {{":person", person}, {":at", seconds(now)}});
        enter_card(person, document_number, first, now);
        audit::note(database_, now, {.event = audit::events::staff_card, .person = by, .detail = person});
    });
}

void Staff::remove(const std::string& person, const std::string& by, card::Time now)
{
    database_.change([&] {
        const bool supervisor = [&] {
            for (const StaffMember& member : members())
                if (member.person.id == person && !member.removed)
                    return member.person.has(Role::supervisor);
            throw card::Error{Errc::person_unknown, "not among the people of the store"}.with_field(person);
        }();
        const auto others =
            database_.number("people_count_role", {{":role", perso::name(Role::supervisor)}, {":but", person}});
        if (supervisor && others < fewest_supervisors)
            unfit("two supervisors must remain", "person");
        database_.execute("people_withdraw_staff_card", {{":person", person}, {":at", seconds(now)}});
        database_.execute("people_remove_staff", {{":person", person}, {":removed_by", by}, {":at", seconds(now)}});
        audit::note(database_, now, {.event = audit::events::staff_remove, .person = by, .detail = person});
    });
}

void Staff::require_new(const Person& person)
{
    if (!is_person_id(person.id))
        unfit("not 1 to 32 of a-z, 0-9, hyphen and point", "person.id");
    if (person.roles.empty())
        unfit("a person without a role", "person.roles");
    const auto all = members();
    if (std::any_of(all.begin(), all.end(), [&](const StaffMember& m) { return m.person.id == person.id; }))
        unfit("this name was given before", "person.id");
}

void Staff::require_member(const std::string& person)
{
    const auto all = members();
    if (std::none_of(all.begin(), all.end(), [&](const StaffMember& m) { return m.person.id == person && !m.removed; }))
        throw card::Error{Errc::person_unknown, "not among the people of the store"}.with_field(person);
}

/// Inside a change. `by` enters it last, and the journal names that person.
void Staff::enter(const NewMember& member, const std::string& entered_by, const std::string& by, card::Time now)
{
    require_new(member.person);
    const std::string& id = member.person.id;
    database_.execute("people_add_staff",
        {{":person", id}, {":full_name", member.person.full_name}, {":entered_by", entered_by}, {":at", seconds(now)}});
    for (const Role role : member.person.roles)
        database_.execute("people_add_staff_role", {{":person", id}, {":role", perso::name(role)}});
    enter_card(id, member.document_number, entered_by, now);
    audit::note(database_, now, {.event = audit::events::staff_add, .person = by, .detail = tell(member.person)});
}

void Staff::enter_card(
    const std::string& person, const std::string& document_number, const std::string& by, card::Time now)
{
    const auto key = database_.row("people_card_certificate", {{":document_number", document_number}, {":slot", "9A"}});
    if (!key)
        throw card::Error{Errc::document_unknown, card::Step{"staff card"}, "no valid card with keys of this office"}
            .with_field(document_number);
    if (database_.number("people_key_known", {{":key_hash", key->bytes(0)}}) != 0)
        throw card::Error{Errc::staff_card_wrong, card::Step{"staff card"}, "this card was a staff card before"}
            .with_field(person);
    database_.execute("people_add_staff_card",
        {{":key_hash", key->bytes(0)}, {":person", person}, {":document_number", document_number},
            {":certificate", ByteView{}}, {":entered_by", by}, {":at", seconds(now)}});
}

void Staff::keep_certificate(const StaffMember& member, ByteView certificate)
{
    if (card::crypto::digest(card::crypto::Hash::sha256, certificate) != member.certificate_hash)
        throw card::Error{Errc::staff_card_wrong, card::Step{"staff card"}, "another certificate than this office made"}
            .with_field(member.person.id);
    database_.change([&] {
        database_.execute("people_keep_certificate", {{":key_hash", member.key_hash}, {":certificate", certificate}});
    });
}

card::crypto::Point Staff::envelope_key(const std::string& document_number)
{
    const auto key = database_.row("people_card_certificate", {{":document_number", document_number}, {":slot", "9D"}});
    if (!key)
        throw card::Error{Errc::staff_card_wrong, card::Step{"staff card"}, "revoked, or without a key 9D"}.with_field(
            document_number);
    const auto public_key = card::pki::subject_public_key(key->bytes(1));
    const auto* point = std::get_if<card::crypto::Point>(&public_key);
    if (!point)
        throw card::Error{Errc::staff_card_wrong, card::Step{"staff card"}, "its key 9D agrees on nothing"}.with_field(
            document_number);
    return *point;
}

bool Staff::anybody_has(Role role)
{
    return database_.number("people_count_role", {{":role", perso::name(role)}, {":but", std::string_view{}}}) != 0;
}

bool Staff::is_revoked(const StaffMember& member)
{
    return !database_.row("people_card_certificate", {{":document_number", member.document_number}, {":slot", "9A"}});
}

} // namespace perso::people
