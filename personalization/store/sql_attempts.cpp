// SPDX-License-Identifier: Apache-2.0
// Attempts on a chip: which one it was, how it is taken up again, and what becomes public of one that lies aside.
#include "card/base/error.hpp"
#include "database/sql/refuse.hpp"
#include "journal/events.hpp"
#include "store/sql_store.hpp"

namespace perso::store {

using card::Errc;

namespace {

Attempt::State state_of(const std::string& name)
{
    if (name == "encoding")
        return Attempt::State::encoding;
    card::require(name == "live" || name == "quarantined", Errc::store_failed, "store", "an unknown state of a card");
    return name == "live" ? Attempt::State::live : Attempt::State::quarantined;
}

} // namespace

std::optional<Attempt> SqlStore::attempt_of(const Kdd& kdd) const
{
    const auto row = database_.row("units_attempt_of", {{":kdd", kdd}});
    if (!row)
        return std::nullopt;
    return Attempt{.state = state_of(row->text(2)),
        .revoked = row->number(9) != 0,
        .application = row->text(1),
        .operator_ = row->text(7),
        .guid = row->fixed<guid_size>(6),
        .allotment = {.card = row->number(0),
            .document_number = row->text(3),
            .status_index = static_cast<std::uint32_t>(row->number(4)),
            .citizen_ca = static_cast<unsigned>(row->number(5)),
            .holder_id = row->text(8)}};
}

void SqlStore::reopen(std::int64_t card, const std::string& operator_, card::Time now)
{
    change(now, [&] {
        const auto row = database_.row("units_reopenable", {{":card", card}});
        if (!row || row->text(1) != "quarantined")
            refuse(Errc::job_state, "only a quarantined card is gone on with");
        const std::string application = row->text(0);
        require_lease(application);
        if (row->text(2) == operator_)
            refuse(Errc::same_person, "who approved a record does not make its card", application);
        if (row->number(4) != 0)
            refuse(Errc::revoked_already, "this card was revoked while it lay aside", row->text(3));
        if (database_.number("units_other_card", {{":card", card}}) != 0)
            refuse(Errc::job_state, "the holder has another card", application);
        database_.execute("units_reopen_card", {{":card", card}, {":at", seconds(now)}});
        set_job_state(application, JobState::encoding, now);
        note(now, {.event = audit::events::resume, .card = card, .application = application, .person = operator_});
    });
}

void SqlStore::revoke_quarantined(card::Time now)
{
    change(now, [&] {
        for (const Row& row : database_.rows("units_quarantined_cards"))
            revoke_certificates({.card = row.number(0), .citizen_ca = static_cast<unsigned>(row.number(1))}, now);
    });
}

} // namespace perso::store
