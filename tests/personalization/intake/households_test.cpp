// SPDX-License-Identifier: Apache-2.0
#include "batches/households.hpp"

#include "batches/batches.hpp"
#include "personalization/store/databases.hpp"
#include "support/throws.hpp"

#include <doctest/doctest.h>

using namespace perso;
using batches::Households;
using card::Errc;
using test::error_of;

namespace {

constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};
using Members = std::vector<std::string>;

struct Office {
    test::ADatabase base{start};
    std::unique_ptr<store::Database> opened = base.open();
    store::Database& database = *opened;
    store::SqlStore store{database, "LA", card::crypto::system_random(), &test::software_seal()};
    Households households{database};
    batches::Batches batches{database};

    void import(const std::string& number, const std::string& citizen)
    {
        store.import({.number = number, .personal_number = citizen, .record = "{}", .photograph = {1}, .signature = {}},
            "noy", start);
    }

    Members note(
        const std::string& application, bool good, const std::string& village = "A", std::string place = "t.csv:2")
    {
        intake::Record record;
        record.application = application;
        record.household_book = "01-0001234";
        record.address = {village, "D", "P"};
        return database.change([&] { return households.note(test::software_seal(), record, place, good); });
    }
};

} // namespace

TEST_CASE("household: while one record is to be mended none of the others is approved")
{
    Office office;
    office.import("A-0001", "010119900000001");
    office.note("A-0001", true);
    CHECK(office.households.waits_for("A-0001").empty());
    office.note("A-0002", false);
    CHECK(office.households.waits_for("A-0001") == Members{"A-0002"});
    REQUIRE(office.households.open().size() == 1);
    CHECK(office.households.open().front().waiting == Members{"A-0001"});
    CHECK(office.households.open().front().waits_for == Members{"A-0002"});
    // The store itself refuses, whatever a program forgets.
    CHECK(error_of([&] { office.store.approve("A-0001", "keo", start); }) == Errc::store_failed);

    office.import("A-0002", "010119900000002");
    office.note("A-0002", true);
    CHECK(office.households.open().empty());
    office.store.approve("A-0001", "keo", start);
}

TEST_CASE("household: a record without a readable number is made good by the next one that nobody knew")
{
    Office office;
    office.note("A-0001", true);
    office.note("", false, "A", "t.csv:3");
    CHECK(office.households.waits_for("A-0001") == Members{"(t.csv:3)"});
    office.note("A-0001", true); // the same again is not the missing one
    CHECK(office.households.waits_for("A-0001") == Members{"(t.csv:3)"});
    office.note("A-0002", true);
    CHECK(office.households.waits_for("A-0001").empty());
}

TEST_CASE("household: records of another address are named; an approver may let it wait no longer")
{
    Office office;
    CHECK(office.note("A-0001", true, "A").empty());
    CHECK(office.note("A-0002", true, "B") == Members{"A-0001"});
    office.note("A-0003", false);
    office.households.release("A-0001", "keo", start);
    CHECK(office.households.open().empty());
    CHECK(error_of([&] { office.households.release("A-0001", "keo", start); }) == Errc::job_state);
}

TEST_CASE("batches: the same again goes on, other content under the number is refused")
{
    Office office;
    const batches::Batch batch{.registry = "vientiane", .number = "B-01", .digest = card::Bytes(32, 1), .records = 2};
    office.batches.begin(batch, "noy", start);
    office.batches.begin(batch, "noy", start);
    batches::Batch other = batch;
    other.digest = card::Bytes(32, 2);
    CHECK(error_of([&] { office.batches.begin(other, "noy", start); }) == Errc::batch_repeated);
    other.registry = "pakse"; // each registry counts for itself
    office.batches.begin(other, "noy", start);
    CHECK(office.batches.registries_of("B-01") == Members{"pakse", "vientiane"});
}

TEST_CASE("batches: a result follows what became of each application")
{
    Office office;
    const batches::Batch batch{.registry = "vientiane", .number = "B-01", .digest = card::Bytes(32, 1), .records = 3};
    office.batches.begin(batch, "noy", start);
    office.import("A-0001", "010119900000001");
    office.import("A-0003", "010119900000003");
    const intake::Rejections reasons{{"sex", "missing"}};
    office.database.change([&] {
        office.batches.note_record(batch, 1, "A-0001", true, {});
        office.batches.note_record(batch, 2, "A-0002", false, reasons);
        office.batches.note_record(batch, 3, "A-0003", true, {});
    });
    office.batches.finish(batch, "noy", start);
    office.store.withdraw("A-0003", "noy", start);
    const auto told = [&] {
        std::string text;
        office.batches.results("vientiane", "B-01", [&](const batches::Result& result) {
            text += std::to_string(result.place) + " " + result.application + " " + result.state + " ";
            text += batches::to_json(result.reasons) + "\n";
        });
        return text;
    };
    CHECK(told() == "1 A-0001 waiting []\n2 A-0002 rejected [{\"field\":\"sex\",\"reason\":\"missing\"}]\n"
                    "3 A-0003 withdrawn []\n");
    office.import("A-0002", "010119900000002"); // mended, by whatever way
    CHECK(told().find("2 A-0002 waiting []") != std::string::npos);
}
