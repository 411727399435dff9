// SPDX-License-Identifier: Apache-2.0
#include "audit/verify.hpp"

#include "audit/checkpoints.hpp"
#include "audit/restore.hpp"
#include "card/base/error.hpp"
#include "journal/events.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace perso::audit {

namespace {

constexpr std::size_t most_findings = 1'000;

constexpr std::array names{
    std::pair{Damage::entry_missing, "entry_missing"},
    std::pair{Damage::entry_altered, "entry_altered"},
    std::pair{Damage::entry_backdated, "entry_backdated"},
    std::pair{Damage::entry_unchained, "entry_unchained"},
    std::pair{Damage::head_differs, "head_differs"},
    std::pair{Damage::cut_off, "cut_off"},
    std::pair{Damage::checkpoint_missing, "checkpoint_missing"},
    std::pair{Damage::checkpoint_altered, "checkpoint_altered"},
    std::pair{Damage::forked, "forked"},
    std::pair{Damage::card_without_entries, "card_without_entries"},
};

/// What a checkpoint says, and the file in which it says so, if it is not the store's own.
struct Statement {
    Checkpoint checkpoint;
    std::string file;
};

class Verifier {
public:
    Verifier(store::Database& database, const std::optional<card::pki::Certificate>& trusted)
        : database_{database}, trusted_{trusted}, store_{store_of(database)}
    {
    }

    Verification operator()(const std::vector<Exported>& exported)
    {
        read_own();
        for (const Exported& file : exported)
            read_exported(file);
        walk();
        compare_ends();
        compare_cards();
        std::sort(result_.findings.begin(), result_.findings.end(),
            [](const Finding& a, const Finding& b) { return a.entry < b.entry; });
        return std::move(result_);
    }

private:
    void find(Finding finding)
    {
        if (result_.findings.size() < most_findings)
            result_.findings.push_back(std::move(finding));
    }

    const card::pki::Certificate& certificate() const
    {
        if (!trusted_)
            throw card::Error{card::Errc::checkpoint_invalid, "no certificate of the journal"}.with_field(
                "journal-1.cer");
        return *trusted_;
    }

    /// The store's own checkpoints follow one another, and are what was signed.
    void read_own()
    {
        Head previous{};
        std::int64_t expected = 1;
        for (const SignedCheckpoint& row : checkpoints(database_)) {
            ++result_.checkpoints;
            expected = after_restores(expected);
            if (row.number != expected)
                find({.damage = Damage::checkpoint_missing, .entry = row.entry, .checkpoint = expected, .about = {}});
            expected = row.number + 1;
            own_digests_[row.number] = digest_of(row.message);
            read_own(row, previous);
            previous = own_digests_[row.number];
        }
    }

    void read_own(const SignedCheckpoint& row, const Head& previous)
    {
        Finding altered{
            .damage = Damage::checkpoint_altered, .entry = row.entry, .checkpoint = row.number, .about = {}};
        try {
            const Checkpoint said = read_checkpoint(row.message, certificate(), file_name(row.number));
            if (said.store != store_ || said.number != row.number || said.entry != row.entry || said.head != row.head ||
                said.previous != previous)
                find(altered);
            statements_.emplace(said.entry, Statement{said, {}});
        } catch (const card::Error& error) {
            if (error.code() != card::Errc::checkpoint_invalid || !trusted_)
                throw;
            find(altered);
        }
    }

    /// The next number when an accepted restore skipped some.
    std::int64_t after_restores(std::int64_t expected)
    {
        for (const Restore& restore : restores_)
            if (restore.kept + 1 == expected)
                expected = restore.newest + 1;
        return expected;
    }

    void read_exported(const Exported& file)
    {
        const Head digest = digest_of(file.message);
        if (std::any_of(
                own_digests_.begin(), own_digests_.end(), [&](const auto& own) { return own.second == digest; })) {
            ++result_.exported;
            return;
        }
        const Checkpoint said = read_checkpoint(file.message, certificate(), file.name);
        if (said.store != store_)
            throw card::Error{card::Errc::checkpoint_invalid, "of another store"}.with_field(file.name);
        if (std::any_of(restores_.begin(), restores_.end(),
                [&](const Restore& restore) { return restore.kept < said.number && said.number <= restore.newest; })) {
            ++result_.abandoned;
            return;
        }
        find({.damage = own_digests_.contains(said.number) ? Damage::forked : Damage::checkpoint_missing,
            .entry = said.entry,
            .checkpoint = said.number,
            .about = file.name});
        statements_.emplace(said.entry, Statement{said, file.name});
    }

    void walk()
    {
        Tip& tip = result_.tip;
        for_each_entry(database_, 0, [&](const Stored& line) {
            const Entry& entry = line.entry;
            const bool gap = entry.number != tip.number + 1;
            if (gap)
                find({.damage = Damage::entry_missing, .entry = tip.number + 1, .checkpoint = 0, .about = {}});
            if (entry.at < tip.at)
                find({.damage = Damage::entry_backdated, .entry = entry.number, .checkpoint = 0, .about = {}});
            Head head = next_head(tip.head, store_, entry);
            if (line.head) {
                if (!gap && *line.head != head)
                    find({.damage = Damage::entry_altered, .entry = entry.number, .checkpoint = 0, .about = {}});
                head = *line.head; // so that the next ones are judged for themselves
            } else if (tip.chained) {
                find({.damage = Damage::entry_unchained, .entry = entry.number, .checkpoint = 0, .about = {}});
            } else {
                ++result_.before_chain;
            }
            tip = {
                .number = entry.number, .at = entry.at, .head = head, .chained = tip.chained || line.head.has_value()};
            compare_statements(tip);
            compare_note(entry);
            return true;
        });
    }

    void compare_statements(const Tip& tip)
    {
        const auto [first, last] = statements_.equal_range(tip.number);
        for (auto statement = first; statement != last; ++statement)
            if (statement->second.checkpoint.head != tip.head)
                find({.damage = Damage::head_differs,
                    .entry = tip.number,
                    .checkpoint = statement->second.checkpoint.number,
                    .about = statement->second.file});
    }

    /// The journal names each checkpoint by number and digest.
    void compare_note(const Entry& entry)
    {
        if (entry.event != events::checkpoint)
            return;
        const std::int64_t number = std::strtoll(entry.detail.c_str(), nullptr, 10);
        const auto own = own_digests_.find(number);
        if (own == own_digests_.end())
            find({.damage = Damage::checkpoint_missing, .entry = entry.number, .checkpoint = number, .about = {}});
        else if (entry.detail != note_of(number, own->second))
            find({.damage = Damage::checkpoint_altered, .entry = entry.number, .checkpoint = number, .about = {}});
    }

    void compare_ends()
    {
        std::int64_t anchored = 0;
        for (const auto& [entry, statement] : statements_) {
            anchored = std::max(anchored, entry);
            if (entry > result_.tip.number)
                find({.damage = Damage::cut_off,
                    .entry = result_.tip.number + 1,
                    .checkpoint = statement.checkpoint.number,
                    .about = statement.file});
        }
        const std::int64_t own_note = anchored == 0 ? 0 : 1;
        result_.unanchored = std::max(std::int64_t{0}, result_.tip.number - anchored - own_note);
    }

    void compare_cards()
    {
        for (const store::Row& row : database_.rows("audit_cards_without_entries"))
            find({.damage = Damage::card_without_entries, .entry = 0, .checkpoint = 0, .about = row.text(0)});
    }

    store::Database& database_;
    const std::optional<card::pki::Certificate>& trusted_;
    StoreId store_;
    std::vector<Restore> restores_ = accepted_restores(database_);
    std::map<std::int64_t, Head> own_digests_;          ///< by number of the checkpoint
    std::multimap<std::int64_t, Statement> statements_; ///< by the entry that they stand for
    Verification result_;
};

} // namespace

std::string_view name(Damage damage)
{
    for (const auto& [value, text] : names)
        if (value == damage)
            return text;
    return {};
}

Verification verify(store::Database& database, const std::optional<card::pki::Certificate>& trusted,
    const std::vector<Exported>& exported)
{
    return Verifier{database, trusted}(exported);
}

void require_whole(const Verification& verification)
{
    if (verification.findings.empty())
        return;
    const Finding& first = verification.findings.front();
    throw card::Error{card::Errc::audit_broken, card::Step{"journal"}, "the chain is not whole"}
        .with_field(std::string{name(first.damage)})
        .with_number(static_cast<long>(first.entry));
}

} // namespace perso::audit
