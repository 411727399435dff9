// SPDX-License-Identifier: Apache-2.0
#include "batches/likeness.hpp"

#include "personalization/records.hpp"
#include "personalization/store/databases.hpp"

#include <doctest/doctest.h>

using namespace perso;
using batches::Notice;
using batches::NoticeKind;
using batches::title_contradicts;

namespace {

constexpr card::Time start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 22}};
using Notices = std::vector<Notice>;

struct Office {
    test::ADatabase base{start};
    std::unique_ptr<store::Database> opened = base.open();
    store::Database& database = *opened;
    store::SqlStore store{database, "LA", card::crypto::system_random(), &test::software_seal()};
    batches::Likenesses likenesses{database, test::software_seal()};

    Notices note(const intake::Record& record)
    {
        return database.change([&] {
            store.import({.number = record.application,
                             .personal_number = record.personal_number,
                             .record = "{}",
                             .photograph = {1},
                             .signature = {}},
                "noy", start);
            return likenesses.note(record, {}, start);
        });
    }
};

intake::Record record(const std::string& number, std::uint8_t picture, const std::string& given)
{
    intake::Record out;
    out.application = "A-000" + number;
    out.personal_number = "01011990000000" + number;
    out.photograph.jpeg = {picture};
    out.lao = {"ທ້າວ", given, "ຕົວຢ່າງ"};
    out.latin = {"MR", "X", "Y"};
    out.sex = intake::Sex::male;
    out.birth_date = std::get<card::text::PartialDate>(card::text::parse_partial_date("1990-05-12"));
    return out;
}

} // namespace

TEST_CASE("likeness: the same picture, or name and birth, of another citizen is told and kept")
{
    Office office;
    CHECK(office.note(record("1", 1, "ສົມສະໄໝ")).empty());
    CHECK(office.note(record("2", 1, "ສົມພອນ")) == Notices{{NoticeKind::same_photograph, "A-0001"}});
    CHECK(office.note(record("3", 3, "ສົມສະໄໝ")) == Notices{{NoticeKind::same_name_and_birth, "A-0001"}});
    CHECK(office.note(record("4", 4, "ສົມຈິດ")).empty());
    CHECK(batches::notices_of(office.database, "A-0002") == Notices{{NoticeKind::same_photograph, "A-0001"}});
    CHECK(batches::notices_of(office.database, "A-0001").empty());
}

TEST_CASE("likeness: a later record of the same citizen is like the earlier one, which tells nothing")
{
    Office office;
    office.note(record("1", 1, "ສົມສະໄໝ"));
    office.store.withdraw("A-0001", "noy", start);
    intake::Record again = record("1", 1, "ສົມສະໄໝ");
    again.application = "A-0009";
    CHECK(office.note(again).empty());
}

TEST_CASE("likeness: a record that was mended has no notices of the one before")
{
    Office office;
    intake::Record wrong = record("1", 1, "ສົມສະໄໝ");
    wrong.sex = intake::Sex::female;
    CHECK(office.note(wrong) == Notices{{NoticeKind::title_and_sex, ""}});
    office.store.withdraw("A-0001", "noy", start);
    CHECK(office.note(record("1", 1, "ສົມສະໄໝ")).empty());
    CHECK(batches::notices_of(office.database, "A-0001").empty());
}

TEST_CASE("likeness: title and sex")
{
    intake::Record one = record("1", 1, "ສົມສະໄໝ");
    CHECK_FALSE(title_contradicts(one));
    one.sex = intake::Sex::female;
    CHECK(title_contradicts(one));
    one.lao.title = "ນາງ";
    CHECK(title_contradicts(one)); // MR
    one.latin.title = "MS";
    CHECK_FALSE(title_contradicts(one));
    one.sex = intake::Sex::unspecified;
    CHECK_FALSE(title_contradicts(one));
    one.lao.title = one.latin.title = "";
    one.sex = intake::Sex::male;
    CHECK_FALSE(title_contradicts(one));
    Office office;
    one.latin.title = "MRS";
    CHECK(office.note(one) == Notices{{NoticeKind::title_and_sex, ""}});
}
