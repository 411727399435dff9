// SPDX-License-Identifier: Apache-2.0
// The journal as a chain: what is hashed, what the schema refuses, what a checkpoint says.
#include "personalization/audit/journal_office.hpp"

#include "card/base/hex.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso;
using namespace std::chrono_literals;
using card::Errc;
using test::error_of;
using test::start;

TEST_CASE("an entry has one canonical form")
{
    audit::StoreId store;
    store.fill(0xAB);
    const audit::Entry entry{.number = 7,
        .at = card::Time{258s},
        .event = "claim",
        .card = 3,
        .application = "T-1",
        .person = "noy",
        .detail = ""};
    CHECK(card::to_hex(audit::canonical(store, entry)) == //
          "00000008"
          "0000000000000007" //
          "00000008"
          "0000000000000102"
          "00000010"
          "abababababababababababababababab"
          "00000005"
          "636c61696d"
          "00000008"
          "0000000000000003"
          "00000003"
          "542d31"
          "00000003"
          "6e6f79"
          "00000000");

    // Bytes do not move from one field to the next, and no card is not card 0.
    audit::Entry other = entry;
    other.application = "T-1n";
    other.person = "oy";
    CHECK(audit::canonical(store, other) != audit::canonical(store, entry));
    other = entry;
    other.card = std::nullopt;
    CHECK(card::to_hex(audit::canonical(store, other))
              .find("636c61696d"
                    "00000000"
                    "00000003") != std::string::npos);
}

TEST_CASE("entries follow one another, and the clock with them")
{
    test::JournalOffice office;
    office.notes(3);
    const audit::Tip before = audit::tip(*office);
    CHECK(before.number == 3);
    const card::Time too_early = start - audit::clock_slack - 1s;
    CHECK(error_of([&] { office.notes(1, too_early); }) == Errc::clock_wrong);
    CHECK(error_of([&] { office.checkpoint(too_early); }) == Errc::clock_wrong);
    CHECK(audit::tip(*office).head == before.head);

    // Another process read its clock earlier and comes later: its entry has the time of the last one.
    office.notes(1, start - audit::clock_slack);
    CHECK(audit::tip(*office).at == start);

    // A change that fails leaves no entry and no gap.
    CHECK(error_of([&] {
        (*office).change([&] {
            audit::note(*office, start, {.event = "approve"});
            throw card::Error{Errc::job_state, "given up"};
        });
    }) == Errc::job_state);
    office.notes(1);
    CHECK(audit::tip(*office).number == 5);
    CHECK(office.findings().empty());
}

TEST_CASE("the schema refuses what a program must not do to the journal")
{
    test::JournalOffice office;
    office.notes(3);
    office.checkpoint();
    for (const char* statement : {"UPDATE journal SET detail = 'other' WHERE id = 2",
             "DELETE FROM journal WHERE id = 2", "UPDATE journal SET hash = NULL WHERE id = 2",
             "INSERT INTO journal (id, at, event, detail) VALUES (5, 4102444800, 'approve', '')",
             "INSERT INTO journal (id, at, event, detail, hash) SELECT 6, 4102444800, 'approve', '', hash FROM journal "
             "WHERE id = 1",
             "INSERT INTO journal (id, at, event, detail, hash) SELECT 5, 1, 'approve', '', hash FROM journal "
             "WHERE id = 1",
             "DELETE FROM audit_checkpoint", "UPDATE audit_checkpoint SET entry = 2", "DELETE FROM audit_store",
             "UPDATE audit_store SET id = id", "INSERT INTO audit_store SELECT id FROM audit_store",
             "INSERT INTO audit_checkpoint SELECT 3, entry, head, at, message FROM audit_checkpoint",
             "INSERT INTO audit_checkpoint SELECT 2, 1, head, at, message FROM audit_checkpoint"}) {
        INFO(statement);
        CHECK_FALSE(office.accepts(statement));
    }
    CHECK(office.findings().empty());
}

TEST_CASE("a checkpoint stands for the head, and only the journal's key signs one")
{
    test::JournalOffice office;
    office.notes(5);
    CHECK(audit::unanchored(*office) == 5);
    const auto first = office.checkpoint(start + 1h);
    CHECK(first.entry == 5);
    CHECK(audit::unanchored(*office) == 0);
    office.notes(2, start + 1h);
    CHECK(audit::unanchored(*office) == 2);
    const auto second = office.checkpoint(start + 2h);
    CHECK(second.number == 2);

    const auto said = audit::read_checkpoint(second.message, test::office_key().certificate, "two");
    CHECK(said.store == audit::store_of(*office));
    CHECK(said.entry == 8); // with the entry that says that the first was made
    CHECK(said.previous == audit::digest_of(first.message));
    CHECK(said.at == start + 2h);

    const auto stranger = test::journal_key();
    CHECK(error_of([&] { audit::read_checkpoint(second.message, stranger.certificate, "two"); }) ==
          Errc::checkpoint_invalid);
    for (std::size_t i = 0; i < second.message.size(); i += 7) {
        auto altered = second.message;
        altered[i] ^= 1;
        INFO(i);
        // Whatever is altered: it is not read as another checkpoint.
        std::optional<audit::Checkpoint> read;
        const auto error =
            error_of([&] { read = audit::read_checkpoint(altered, test::office_key().certificate, "two"); });
        CHECK((read == said || error == Errc::checkpoint_invalid));
    }
    const auto result = office.verify({test::exported(first), test::exported(second)});
    CHECK(result.findings.empty());
    CHECK(result.checkpoints == 2);
    CHECK(result.exported == 2);
    CHECK(result.tip.number == 9);
}

TEST_CASE("entries from before the chain are covered by the first chained one")
{
    test::JournalOffice office;
    office.sql("INSERT INTO journal (id, at, event, detail) VALUES (1, 5, 'import', 'T-1 by noy'),"
               "(2, 6, 'approve', 'T-1 by keo'), (3, 7, 'intent', 'identity files')");
    CHECK(audit::unanchored(*office) == 3);
    office.checkpoint(); // notes that the chain begins
    const auto result = office.verify();
    CHECK(result.findings.empty());
    CHECK(result.before_chain == 3);
    CHECK(result.tip.number == 5);

    office.sql("UPDATE journal SET detail = 'T-1 by dao' WHERE id = 2");
    CHECK(office.findings() == "entry_altered 4 0");
}

TEST_CASE("files of checkpoints are written once")
{
    test::JournalOffice office;
    office.notes(2);
    office.checkpoint();
    office.checkpoint();
    const test::TemporaryFolder folder;
    CHECK(audit::write_checkpoints(*office, folder / "medium") == 2);
    CHECK(audit::write_checkpoints(*office, folder / "medium") == 0);
    office.checkpoint();
    CHECK(audit::write_checkpoints(*office, folder / "medium") == 1);
    CHECK(audit::newest_file(folder / "medium")->filename() == "checkpoint-000003.p7m");

    // Another file of that name is a witness: it stays.
    std::filesystem::copy_file(folder / "medium" / "checkpoint-000001.p7m", folder / "medium" / "checkpoint-000002.p7m",
        std::filesystem::copy_options::overwrite_existing);
    CHECK(error_of([&] { audit::write_checkpoints(*office, folder / "medium"); }) == Errc::checkpoint_invalid);
}
