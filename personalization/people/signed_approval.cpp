// SPDX-License-Identifier: Apache-2.0
#include "people/signed_approval.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "journal/events.hpp"
#include "journal/note.hpp"
#include "people/signatures.hpp"
#include "people/signed_acts.hpp"

namespace perso::people {

using card::Errc;

namespace {

/// What was said last of an application before its card.
struct Decision {
    std::string event;
    std::string person;
    card::Time at{};
    std::string record; ///< the word with the digest of the record
    std::int64_t end_of_ceremony = 0;
    std::int64_t entry = 0;
};

[[noreturn]] void unsigned_approval(const std::string& application, std::int64_t entry)
{
    throw card::Error{Errc::audit_broken, card::Step{"approval"}, "not signed by who approved it"}
        .with_field(application)
        .with_number(static_cast<long>(entry));
}

Decision last_decision(store::Database& database, const std::string& application)
{
    const auto row = database.row("people_last_decision", {{":application", application}});
    if (!row)
        unsigned_approval(application, 0);
    return {.event = row->text(0),
        .person = row->text(1),
        .at = row->time(2),
        .record = decided("record", card::to_hex(row->bytes(3))),
        .end_of_ceremony = row->number(4),
        .entry = row->number(5)};
}

} // namespace

void require_signed_approval(store::Database& database, const std::string& application, const std::string& operator_,
    const std::vector<card::pki::Certificate>& authorities, card::Time now)
{
    const Decision last = last_decision(database, application);
    if (last.end_of_ceremony == 0)
        return;
    const bool founder = last.entry < last.end_of_ceremony;
    const auto approves = [&](const Statement& statement) {
        return says(statement, "approve", application, last.record);
    };
    if (last.event != audit::events::approve ||
        (!founder && !has_signed(database, last.person, {last.at - signature_stands, last.at}, authorities, approves)))
        unsigned_approval(application, last.entry);
    const card::Time latest = now + audit::clock_slack;
    if (!has_signed(database, operator_, {now - signature_stands, latest}, authorities,
            [](const Statement& statement) { return statement.action == "run"; }))
        throw card::Error{Errc::staff_card_needed, card::Step{"run"}, "the run was signed too long ago"}.with_field(
            operator_);
}

} // namespace perso::people
