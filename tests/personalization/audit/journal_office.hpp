// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "audit/checkpoints.hpp"
#include "audit/verify.hpp"
#include "card/pki/builder.hpp"
#include "journal/note.hpp"
#include "personalization/store/databases.hpp"

#include <fmt/format.h>

namespace test {

inline constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

/// A key as the token of an office makes it, in memory.
inline perso::issuer::CertifiedKey journal_key()
{
    const auto key = card::pki::SigningKey::generate(card::crypto::Curve::p256);
    return {card::pki::make_package_root({.subject = {.country = "LA", .common_name = "Journal 1"},
                                             .validity = {start, start + std::chrono::hours{24}}},
                key, card::crypto::system_random()),
        key};
}

inline const perso::issuer::CertifiedKey& office_key()
{
    static const auto key = journal_key();
    return key;
}

/// A store with a journal, and whoever has its file in the hand.
class JournalOffice {
public:
    JournalOffice() : base_{std::make_unique<ADatabase>(start)} { open(); }

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
    void sql(const std::string& statements) { base_->lawless(statements); }

    /// One statement under the rules of the schema; whether it was taken.
    bool accepts(const std::string& statement)
    {
        try {
            base_->sql(statement);
            return true;
        } catch (const std::exception&) {
            return false;
        }
    }

    /// The same store once more, as a copy of the disk.
    JournalOffice copy()
    {
        database_.reset();
        JournalOffice other{base_->copy()};
        open();
        return other;
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
    explicit JournalOffice(std::unique_ptr<ADatabase> base) : base_{std::move(base)} { open(); }

    void open() { database_ = base_->open(); }

    std::unique_ptr<ADatabase> base_;
    std::unique_ptr<perso::store::Database> database_;
};

inline perso::audit::Exported exported(const perso::audit::SignedCheckpoint& checkpoint)
{
    return {.name = perso::audit::file_name(checkpoint.number), .message = checkpoint.message};
}

} // namespace test
