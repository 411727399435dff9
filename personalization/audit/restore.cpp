// SPDX-License-Identifier: Apache-2.0
#include "audit/restore.hpp"

#include "audit/checkpoints.hpp"
#include "base/read_file.hpp"
#include "card/base/error.hpp"
#include "journal/events.hpp"
#include "journal/journal.hpp"
#include "journal/note.hpp"
#include "people/joint.hpp"

namespace perso::audit {

using card::Errc;

namespace {

/// The newest checkpoint that lies in the folder.
struct Witness {
    std::string name;
    std::int64_t number = 0;
    Head digest{};
};

std::optional<Witness> witness(store::Database& database, const std::filesystem::path& folder,
    const std::optional<card::pki::Certificate>& trusted)
{
    const auto file = newest_file(folder);
    if (!file)
        return std::nullopt;
    const std::string name = file->filename().string();
    const auto refuse = [&](std::string_view sentence) {
        throw card::Error{Errc::checkpoint_invalid, card::Step{"checkpoint"}, sentence}.with_field(name);
    };
    if (!trusted)
        refuse("the certificate of the journal is missing");
    const card::Bytes message = read_file(*file);
    const Checkpoint said = read_checkpoint(message, *trusted, name);
    if (said.store != store_of(database))
        refuse("of another store");
    if (file_name(said.number) != name)
        refuse("under another name");
    return Witness{.name = name, .number = said.number, .digest = digest_of(message)};
}

bool is_accepted(store::Database& database, std::int64_t checkpoint)
{
    for (const Restore& restore : accepted_restores(database))
        if (restore.kept < checkpoint && checkpoint <= restore.newest)
            return true;
    return false;
}

/// The checkpoint that this store does not know.
Witness required_witness(store::Database& database, const std::filesystem::path& folder,
    const std::optional<card::pki::Certificate>& trusted)
{
    auto newest = witness(database, folder, trusted);
    if (!newest || database.row("audit_checkpoint_message", {{":number", newest->number}}) ||
        is_accepted(database, newest->number))
        throw card::Error{Errc::usage, "the store is not older than its checkpoints"}.with_field("accept-restore");
    return *std::move(newest);
}

std::int64_t kept(store::Database& database)
{
    const auto newest = newest_checkpoint(database);
    return newest ? newest->number : 0;
}

} // namespace

std::vector<Restore> accepted_restores(store::Database& database)
{
    std::vector<Restore> all;
    for (const store::Row& row : database.rows("audit_restores"))
        all.push_back({.newest = row.number(0), .kept = row.number(1)});
    return all;
}

void require_not_older(store::Database& database, const std::filesystem::path& folder,
    const std::optional<card::pki::Certificate>& trusted)
{
    const auto newest = witness(database, folder, trusted);
    if (!newest)
        return;
    const auto own = database.row("audit_checkpoint_message", {{":number", newest->number}});
    if (!own && !is_accepted(database, newest->number))
        throw card::Error{Errc::store_went_back, card::Step{"checkpoint"}, "a checkpoint knows more than the store"}
            .with_field(newest->name);
    if (own && digest_of(own->bytes(0)) != newest->digest && !is_accepted(database, newest->number))
        throw card::Error{Errc::audit_broken, card::Step{"checkpoint"}, "two checkpoints of one number"}
            .with_field("forked")
            .with_number(static_cast<long>(tip(database).number));
}

void request_restore(store::Database& database, const std::filesystem::path& folder,
    const std::optional<card::pki::Certificate>& trusted, std::string_view person, card::Time now)
{
    database.change([&] {
        const Witness newest = required_witness(database, folder, trusted);
        database.execute("audit_drop_restore_requests");
        database.execute(
            "audit_request_restore", {{":newest", newest.number}, {":digest", newest.digest}, {":kept", kept(database)},
                                         {":person", person}, {":at", std::int64_t{now.time_since_epoch().count()}}});
        const std::string detail = note_of(newest.number, newest.digest);
        note(database, now, {.event = events::restore_requested, .person = person, .detail = detail});
    });
}

void confirm_restore(store::Database& database, const std::filesystem::path& folder,
    const std::optional<card::pki::Certificate>& trusted, std::string_view person, card::Time now)
{
    database.change([&] {
        const Witness newest = required_witness(database, folder, trusted);
        const auto request = database.row("audit_restore_request",
            {{":newest", newest.number}, {":digest", newest.digest}, {":kept", kept(database)}});
        if (!request)
            throw card::Error{Errc::usage, people::not_requested}.with_field("--confirm");
        if (!people::may_confirm(request->text(0), person))
            throw card::Error{Errc::same_person, people::another_confirms}.with_field(std::string{person});
        const std::int64_t at = now.time_since_epoch().count();
        database.execute("audit_confirm_restore", {{":newest", newest.number}, {":person", person}, {":at", at}});
        database.execute("audit_skip_document_numbers", {{":count", skipped_document_numbers}});
        database.execute("audit_give_up_free_indices");
        database.number("open_block", {{":at", at}}); // that block may have been open too: it is never filled
        const std::string detail = note_of(newest.number, newest.digest);
        note(database, now, {.event = events::restore_accepted, .person = person, .detail = detail});
    });
}

} // namespace perso::audit
