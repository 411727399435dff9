// SPDX-License-Identifier: Apache-2.0
#include "audit/checkpoints.hpp"

#include "base/durable_file.hpp"
#include "base/read_file.hpp"
#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "journal/events.hpp"
#include "journal/journal.hpp"
#include "journal/note.hpp"

#include <fmt/format.h>

namespace perso::audit {

namespace {

SignedCheckpoint from(const store::Row& row)
{
    return {.number = row.number(0), .entry = row.number(1), .head = head(row.bytes(2)), .message = row.bytes(3)};
}

/// False if it is there.
bool write_once(const std::filesystem::path& file, const card::Bytes& content)
{
    if (!is_there(file)) {
        publish_file(file, content, Readers::owner);
        return true;
    }
    if (!card::equal(read_file(file), content))
        throw card::Error{card::Errc::checkpoint_invalid, card::Step{"export"}, "another content"}.with_field(
            file.filename().string());
    return false;
}

} // namespace

std::vector<SignedCheckpoint> checkpoints(store::Database& database)
{
    std::vector<SignedCheckpoint> all;
    for (const store::Row& row : database.rows("audit_checkpoints"))
        all.push_back(from(row));
    return all;
}

std::optional<SignedCheckpoint> newest_checkpoint(store::Database& database)
{
    const auto row = database.row("audit_newest_checkpoint");
    return row ? std::optional{from(*row)} : std::nullopt;
}

std::int64_t unanchored(store::Database& database)
{
    const auto newest = newest_checkpoint(database);
    const std::int64_t last = tip(database).number;
    return newest ? last - newest->entry - 1 : last; // the entry after it says that it was made
}

SignedCheckpoint add_checkpoint(
    store::Database& database, const issuer::CertifiedKey& key, card::Time now, std::string_view person)
{
    return database.change([&] {
        if (!tip(database).chained) // a checkpoint stands for a chained entry
            note(database, now, {.event = events::chained});
        const Tip last = tip(database);
        const card::Time at = not_before(last.at, now);
        const auto before = newest_checkpoint(database);
        const Checkpoint checkpoint{.store = store_of(database),
            .number = database.number("audit_next_checkpoint"),
            .entry = last.number,
            .head = last.head,
            .at = at,
            .previous = before ? digest_of(before->message) : Head{}};
        SignedCheckpoint made{.number = checkpoint.number,
            .entry = checkpoint.entry,
            .head = checkpoint.head,
            .message = sign(checkpoint, key.certificate, key.key)};
        database.execute("audit_add_checkpoint",
            {{":number", made.number}, {":entry", made.entry}, {":head", made.head},
                {":at", std::int64_t{at.time_since_epoch().count()}}, {":message", made.message}});
        const std::string detail = note_of(made.number, digest_of(made.message));
        note(database, now, {.event = events::checkpoint, .person = person, .detail = detail});
        return made;
    });
}

std::string note_of(std::int64_t checkpoint, const Head& digest)
{
    return fmt::format("{} {}", checkpoint, card::to_hex(digest));
}

std::string file_name(std::int64_t checkpoint)
{
    return fmt::format("checkpoint-{:06}.p7m", checkpoint);
}

int write_checkpoints(store::Database& database, const std::filesystem::path& folder)
{
    make_folder(folder);
    int written = 0;
    for (const SignedCheckpoint& checkpoint : checkpoints(database))
        written += write_once(folder / file_name(checkpoint.number), checkpoint.message) ? 1 : 0;
    return written;
}

void write_certificate(const card::pki::Certificate& certificate, const std::filesystem::path& folder)
{
    make_folder(folder);
    write_once(folder / "journal-1.cer", certificate.der());
}

std::vector<std::filesystem::path> checkpoint_files(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> files;
    for (const auto& file : entries_of(folder)) { // sorted, and the numbers have one width
        const std::string name = file.filename().string();
        if (name.starts_with("checkpoint-") && name.ends_with(".p7m"))
            files.push_back(file);
    }
    return files;
}

std::optional<std::filesystem::path> newest_file(const std::filesystem::path& folder)
{
    const auto files = checkpoint_files(folder);
    return files.empty() ? std::nullopt : std::optional{files.back()};
}

} // namespace perso::audit
