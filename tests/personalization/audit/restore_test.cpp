// SPDX-License-Identifier: Apache-2.0
// An older copy of the store was put back: it is noticed, and two people can go on with it.
#include "personalization/audit/journal_office.hpp"

#include "audit/restore.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso;
using namespace std::chrono_literals;
using card::Errc;
using test::error_of;
using test::start;

namespace {

struct Fixture {
    test::TemporaryFolder folder;
    test::JournalOffice office;
    std::optional<test::JournalOffice> backup;
    std::vector<audit::Exported> exported; ///< of the line that was lost

    Fixture()
    {
        office.notes(4);
        office.checkpoint();
        backup = office.copy();
        for (int i = 0; i < 2; ++i) {
            office.notes(3, start + 1h);
            exported.push_back(test::exported(office.checkpoint(start + 1h)));
        }
        audit::write_checkpoints(*office, folder / "checkpoints");
    }

    auto not_older(test::JournalOffice& which)
    {
        return error_of(
            [&] { audit::require_not_older(*which, folder / "checkpoints", test::office_key().certificate); });
    }

    void request(const char* person)
    {
        audit::request_restore(**backup, folder / "checkpoints", test::office_key().certificate, person, start + 2h);
    }

    void confirm(const char* person)
    {
        audit::confirm_restore(**backup, folder / "checkpoints", test::office_key().certificate, person, start + 2h);
    }
};

} // namespace

TEST_CASE_FIXTURE(Fixture, "a store that is older than its checkpoints is noticed")
{
    CHECK_FALSE(not_older(office));
    CHECK(not_older(*backup) == Errc::store_went_back);
    CHECK(backup->findings(exported).find("cut_off") != std::string::npos);

    // It went on before anybody noticed: then there are two checkpoints of one number.
    backup->checkpoint(start + 2h);
    CHECK(not_older(*backup) == Errc::store_went_back);
    backup->checkpoint(start + 2h);
    CHECK(not_older(*backup) == Errc::audit_broken);

    // No file, no witness.
    CHECK_FALSE(error_of([&] { audit::require_not_older(**backup, folder / "none", std::nullopt); }));
    CHECK(error_of([&] { audit::require_not_older(*office, folder / "checkpoints", std::nullopt); }) ==
          Errc::checkpoint_invalid);
}

TEST_CASE_FIXTURE(Fixture, "two people go on with an older copy, and numbers are skipped")
{
    CHECK(error_of([&] {
        audit::request_restore(*office, folder / "checkpoints", test::office_key().certificate, "noy", start + 2h);
    }) == Errc::usage);
    CHECK(error_of([&] { confirm("keo"); }) == Errc::usage);
    request("noy");
    CHECK(not_older(*backup) == Errc::store_went_back);
    CHECK(error_of([&] { confirm("noy"); }) == Errc::same_person);
    const auto number = (**backup).number("next_document_number");
    confirm("keo");
    CHECK_FALSE(not_older(*backup));
    CHECK((**backup).number("next_document_number") == number + audit::skipped_document_numbers + 1);
    CHECK((**backup).number("count_free") == 0);
    CHECK(error_of([&] { request("noy"); }) == Errc::usage);
    CHECK_FALSE(backup->accepts("UPDATE audit_restore SET kept = 0"));
    CHECK_FALSE(backup->accepts("DELETE FROM audit_restore"));

    // Checkpoints go on above those of the line that was given up, which stay evidence of it.
    const auto next = backup->checkpoint(start + 3h);
    CHECK(next.number == 4);
    CHECK(audit::write_checkpoints(**backup, folder / "checkpoints") == 1);
    CHECK_FALSE(not_older(*backup));
    exported.push_back(test::exported(next));
    const auto result = backup->verify(exported);
    CHECK(result.findings.empty());
    CHECK(result.abandoned == 2);
    CHECK(result.exported == 1);
}

TEST_CASE_FIXTURE(Fixture, "a request is for the checkpoint that was seen")
{
    request("noy");
    office.checkpoint(start + 2h);
    audit::write_checkpoints(*office, folder / "checkpoints");
    CHECK(error_of([&] { confirm("keo"); }) == Errc::usage);
    request("noy");
    confirm("keo");
    CHECK_FALSE(not_older(*backup));
}
