// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/checkpoints.hpp"
#include "audit/note.hpp"
#include "audit/verify.hpp"
#include "card/pki/builder.hpp"
#include "store/sqlite/sqlite_database.hpp"
#include "support/temporary_folder.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

namespace test {

inline constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

/// A key as the token of an office makes it, in memory.
inline perso::issuer::JournalKey journal_key()
{
    const auto key = card::pki::SigningKey::generate(card::crypto::Curve::p256);
    return {card::pki::make_package_root({.subject = {.country = "LA", .common_name = "Journal 1"},
                                             .validity = {start, start + std::chrono::hours{24}}},
                key, card::crypto::system_random()),
        key};
}

inline const perso::issuer::JournalKey& office_key()
{
    static const auto key = journal_key();
    return key;
}

/// A store with a journal, and whoever has its file in the hand.
class JournalOffice {
public:
    JournalOffice() : folder_{std::make_shared<TemporaryFolder>()} { open(); }

    perso::store::Database& operator*() { return *database_; }

    /// Entries about nothing, at `at`.
    void notes(int count, card::Time at = start)
    {
        for (int i = 0; i < count; ++i)
            database_->change([&] {
                perso::audit::note(*database_, at,
                    {.event = "approve",
                        .application = "T-" + std::to_string(i),
                        .person = "keo",
                        .detail = "entry " + std::to_string(i)});
            });
    }

    perso::audit::SignedCheckpoint checkpoint(card::Time at = start)
    {
        return perso::audit::add_checkpoint(*database_, office_key(), at);
    }

    /// As with the tools of the database, and without any of its rules.
    void sql(const std::string& statements)
    {
        auto& native = dynamic_cast<perso::store::SqliteDatabase&>(*database_).native();
        native.exec("PRAGMA foreign_keys = OFF");
        SQLite::Statement triggers{native, "SELECT name FROM sqlite_schema WHERE type = 'trigger'"};
        std::string drop;
        while (triggers.executeStep())
            drop += "DROP TRIGGER " + triggers.getColumn(0).getString() + ";";
        native.exec(drop);
        native.exec(statements);
    }

    /// One statement under the rules of the schema; whether it was taken.
    bool accepts(const std::string& statement)
    {
        try {
            dynamic_cast<perso::store::SqliteDatabase&>(*database_).native().exec(statement);
            return true;
        } catch (const SQLite::Exception&) {
            return false;
        }
    }

    /// The same store once more, as a copy of the disk.
    JournalOffice copy()
    {
        const auto target = std::make_shared<TemporaryFolder>();
        dynamic_cast<perso::store::SqliteDatabase&>(*database_)
            .native()
            .exec("VACUUM INTO '" + (*target / "store.sqlite").string() + "'");
        return JournalOffice{target};
    }

    perso::audit::Verification verify(const std::vector<perso::audit::Exported>& exported = {})
    {
        return perso::audit::verify(*database_, office_key().certificate, exported);
    }

    /// "entry_altered 5 2": damage, entry, checkpoint, of the findings.
    std::string findings(const std::vector<perso::audit::Exported>& exported = {})
    {
        std::string all;
        for (const auto& finding : verify(exported).findings)
            all += fmt::format("{}{} {} {}", all.empty() ? "" : ", ", perso::audit::name(finding.damage), finding.entry,
                finding.checkpoint);
        return all;
    }

private:
    explicit JournalOffice(std::shared_ptr<TemporaryFolder> folder) : folder_{std::move(folder)} { open(); }

    void open()
    {
        database_ = std::make_unique<perso::store::SqliteDatabase>(
            *folder_ / "store.sqlite", start, perso::store::Missing::created);
    }

    std::shared_ptr<TemporaryFolder> folder_;
    std::unique_ptr<perso::store::Database> database_;
};

inline perso::audit::Exported exported(const perso::audit::SignedCheckpoint& checkpoint)
{
    return {.name = perso::audit::file_name(checkpoint.number), .message = checkpoint.message};
}

} // namespace test
