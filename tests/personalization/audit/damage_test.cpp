// SPDX-License-Identifier: Apache-2.0
// Everything that somebody with the store in the hand can do to its journal, done to a copy.
#include "personalization/audit/journal_office.hpp"

#include "card/base/hex.hpp"
#include "journal/journal.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso;
using namespace std::chrono_literals;
using card::Errc;
using test::error_of;
using test::start;

namespace {

/// Ten entries, a checkpoint at the tenth, its own entry, and three that no checkpoint covers.
struct Fixture {
    test::JournalOffice office;
    audit::SignedCheckpoint checkpoint;

    Fixture()
    {
        office.notes(10);
        checkpoint = office.checkpoint(start + 1h);
        office.notes(3, start + 2h);
    }
};

/// Hashes everything anew, as whoever knows how can.
void rebuild(test::JournalOffice& office)
{
    const audit::StoreId store = audit::store_of(*office);
    audit::Head head{};
    std::string updates;
    audit::for_each_entry(*office, 0, [&](const audit::Stored& line) {
        head = audit::next_head(head, store, line.entry);
        updates += "UPDATE journal SET hash = " + test::ADatabase::blob(card::to_hex(head)) +
                   " WHERE id = " + std::to_string(line.entry.number) + ";";
        return true;
    });
    office.sql(updates);
}

} // namespace

TEST_CASE_FIXTURE(Fixture, "the journal is whole")
{
    CHECK(office.findings().empty());
    CHECK(office.verify().unanchored == 3);
    CHECK(office.verify({test::exported(checkpoint)}).exported == 1);
    CHECK_FALSE(error_of([&] { audit::require_whole(office.verify()); }));
}

TEST_CASE_FIXTURE(Fixture, "each field of an entry that is changed is found")
{
    const std::string zeros = "hash = " + test::ADatabase::blob(std::string(64, '0'));
    for (const std::string& change : std::vector<std::string>{"at = at + 1", "event = 'withdraw'",
             "application = 'T-99'", "person = 'dao'", "detail = 'entry 99'", "detail = ''", zeros}) {
        INFO(change);
        auto copy = office.copy();
        copy.sql("UPDATE journal SET " + change + " WHERE id = 10");
        CHECK(copy.findings().starts_with("entry_altered 10 0"));
        CHECK(error_of([&] { audit::require_whole(copy.verify()); }) == Errc::audit_broken);
    }
    auto copy = office.copy();
    copy.sql("UPDATE journal SET hash = NULL WHERE id = 10");
    CHECK(copy.findings().find("entry_unchained 10 0") != std::string::npos);
}

TEST_CASE_FIXTURE(Fixture, "deleted entries are found, numbered anew or not")
{
    auto copy = office.copy();
    copy.sql("DELETE FROM journal WHERE id = 5");
    CHECK(copy.findings() == "entry_missing 5 0");

    copy = office.copy();
    copy.sql("DELETE FROM journal WHERE id BETWEEN 4 AND 6");
    CHECK(copy.findings() == "entry_missing 4 0");

    copy = office.copy();
    copy.sql("DELETE FROM journal WHERE id = 12; UPDATE journal SET id = id - 1 WHERE id = 13;"
             "UPDATE journal SET id = id - 1 WHERE id = 14");
    CHECK(copy.findings() == "entry_altered 12 0, entry_altered 13 0");
}

TEST_CASE_FIXTURE(Fixture, "entries that changed places are found")
{
    auto copy = office.copy();
    copy.sql("UPDATE journal SET id = -1 WHERE id = 6; UPDATE journal SET id = 6 WHERE id = 7;"
             "UPDATE journal SET id = 7 WHERE id = -1");
    CHECK(copy.findings().starts_with("entry_altered 6 0, entry_altered 7 0"));
}

TEST_CASE_FIXTURE(Fixture, "an entry that was put in is found")
{
    auto copy = office.copy();
    copy.sql("INSERT INTO journal (id, at, event, detail, hash) SELECT 15, at, 'approve', 'T-5', hash FROM journal "
             "WHERE id = 14");
    CHECK(copy.findings() == "entry_altered 15 0");
}

TEST_CASE_FIXTURE(Fixture, "a chain that was made anew contradicts the checkpoint")
{
    auto copy = office.copy();
    copy.sql("UPDATE journal SET person = 'dao' WHERE id = 4");
    rebuild(copy);
    CHECK(copy.findings() == "head_differs 10 1");

    // Without its checkpoint as well, against the one that was kept elsewhere.
    copy.sql("DELETE FROM audit_checkpoint; UPDATE journal SET event = 'approve' WHERE event = 'checkpoint'");
    rebuild(copy);
    CHECK(copy.findings().empty());
    CHECK(copy.findings({test::exported(checkpoint)}) == "checkpoint_missing 10 1, head_differs 10 1");
}

TEST_CASE_FIXTURE(Fixture, "an earlier time is found, in a chain made anew too")
{
    auto copy = office.copy();
    copy.sql("UPDATE journal SET at = at - 86400 WHERE id = 13");
    rebuild(copy);
    CHECK(copy.findings() == "entry_backdated 13 0");
}

TEST_CASE_FIXTURE(Fixture, "an end that was cut off is found against checkpoints")
{
    auto copy = office.copy();
    copy.sql("DELETE FROM journal WHERE id > 8");
    CHECK(copy.findings() == "cut_off 9 1");

    // With the store's own checkpoint, it takes one that was kept elsewhere.
    copy.sql("DELETE FROM audit_checkpoint");
    CHECK(copy.findings().empty());
    CHECK(copy.findings({test::exported(checkpoint)}) == "cut_off 9 1, checkpoint_missing 10 1");

    // What no checkpoint covers can go unseen: the number of these entries is told.
    copy = office.copy();
    copy.sql("DELETE FROM journal WHERE id > 11");
    CHECK(copy.findings().empty());
    CHECK(copy.verify().unanchored == 0);
}

TEST_CASE_FIXTURE(Fixture, "checkpoints that were taken away or altered are found")
{
    office.checkpoint(start + 3h);
    office.checkpoint(start + 3h);
    auto copy = office.copy();
    copy.sql("DELETE FROM audit_checkpoint WHERE number = 2");
    CHECK(copy.findings().find("checkpoint_missing 15 2") != std::string::npos);

    copy = office.copy();
    copy.sql("DELETE FROM audit_checkpoint WHERE number = 3");
    CHECK(copy.findings() == "checkpoint_missing 16 3");

    copy = office.copy();
    copy.sql("UPDATE audit_checkpoint SET entry = 9 WHERE number = 1");
    CHECK(copy.findings().find("checkpoint_altered 9 1") != std::string::npos);

    copy = office.copy();
    copy.sql("UPDATE audit_checkpoint SET message = (SELECT message FROM audit_checkpoint WHERE number = 1) "
             "WHERE number = 2");
    CHECK(copy.findings().find("checkpoint_altered 14 2") != std::string::npos);

    // Signed by somebody else's key.
    copy = office.copy();
    const auto stranger = test::journal_key();
    const auto forged = audit::sign({.store = audit::store_of(*copy),
                                        .number = 4,
                                        .entry = 14,
                                        .head = audit::tip(*copy).head,
                                        .at = start + 3h,
                                        .previous = {}},
        stranger.certificate, stranger.key);
    copy.sql(
        "UPDATE audit_checkpoint SET message = " + test::ADatabase::blob(card::to_hex(forged)) + " WHERE number = 3");
    CHECK(copy.findings().find("checkpoint_altered") != std::string::npos);
    CHECK(error_of([&] { office.verify({{.name = "forged", .message = forged}}); }) == Errc::checkpoint_invalid);
}

TEST_CASE_FIXTURE(Fixture, "a checkpoint that was exchanged for another signed one of its number is found")
{
    auto copy = office.copy();
    const auto other = copy.checkpoint(start + 4h);
    office.checkpoint(start + 3h);
    office.sql("UPDATE audit_checkpoint SET message = " + test::ADatabase::blob(card::to_hex(other.message)) +
               " WHERE number = 2");
    CHECK(office.findings() == "checkpoint_altered 15 2"); // by the journal's note: all else agrees
}

TEST_CASE_FIXTURE(Fixture, "two copies of a store that both went on are found")
{
    auto copy = office.copy();
    office.notes(1, start + 3h);
    const auto here = office.checkpoint(start + 4h);
    copy.notes(2, start + 3h);
    const auto there = copy.checkpoint(start + 4h);
    CHECK(office.findings().empty());
    CHECK(copy.findings().empty());
    CHECK(office.findings({test::exported(there)}).find("forked 15 2") == std::string::npos);
    CHECK(office.findings({test::exported(there)}).find("forked 16 2") != std::string::npos);
    CHECK(copy.findings({test::exported(here)}).find("forked 15 2") != std::string::npos);

    // Another store's checkpoint is no finding: it is the wrong file.
    test::JournalOffice other;
    other.notes(1);
    const auto foreign = other.checkpoint();
    CHECK(error_of([&] { office.verify({test::exported(foreign)}); }) == Errc::checkpoint_invalid);
}

TEST_CASE_FIXTURE(Fixture, "another store's identity changes every hash")
{
    auto copy = office.copy();
    copy.sql("UPDATE audit_store SET id = " + test::ADatabase::blob(std::string(32, '0')));
    CHECK(copy.verify().findings.size() >= 14);
}

TEST_CASE_FIXTURE(Fixture, "a card of which the journal does not tell is found")
{
    auto copy = office.copy();
    const auto blob = [](std::size_t bytes) { return test::ADatabase::blob(std::string(2 * bytes, '0')); };
    copy.sql(
        "INSERT INTO card (id, application, citizen, document_number, status_index, guid, kdd, operator, approved_by,"
        " state, claimed_at) VALUES (1, 'T-1', 1, 'LA0000001', 1, " +
        blob(16) + ", " + blob(10) + ", 'noy', 'keo', 'live', 1)");
    CHECK(copy.findings() == "card_without_entries 0 0");
}

TEST_CASE_FIXTURE(Fixture, "without the certificate nothing is said about checkpoints")
{
    CHECK(error_of([&] { audit::verify(*office, std::nullopt, {}); }) == Errc::checkpoint_invalid);
}
