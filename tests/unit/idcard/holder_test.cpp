// SPDX-License-Identifier: Apache-2.0
#include "idcard/output/holder.hpp"

#include "support/specimen_mrz.hpp"

#include <doctest/doctest.h>

using card::session::HolderData;

namespace {

HolderData full()
{
    using namespace std::chrono_literals;
    HolderData data;
    data.dg1 = card::lds::Dg1{test::specimen_mrz()};
    data.dg11 = card::lds::Dg11{.full_name = "ແກ້ວເພັດ<<ບຸນມີ",
        .personal_number = "123456789012345",
        .full_date_of_birth = "19850412",
        .place_of_birth = {"ໂພນສະຫວັນ", "ແປກ", "ຊຽງຂວາງ"},
        .address = {"", "ວຽງຈັນ"}};
    data.dg12 = card::lds::Dg12{"ກົມຄຸ້ມຄອງ", 2026y / 9 / 30};
    data.dg13 = card::lds::Dg13{};
    data.dg13->lao = {"ນາງ", "ບຸນມີ", "ແກ້ວເພັດ"};
    data.dg13->latin = {"", "BOUNMY", "KEOPHET"};
    return data;
}

} // namespace

TEST_CASE("holder: all data groups together")
{
    const idcard::Holder holder = idcard::holder_of(full());
    CHECK(holder.name_lao == "ນາງ ບຸນມີ ແກ້ວເພັດ");
    CHECK(holder.name_latin == "BOUNMY KEOPHET");
    CHECK(holder.document_number == "L12345678");
    CHECK(holder.personal_number == "123456789012345");
    CHECK(to_text(holder.date_of_birth.value()) == "1985-04-12");
    CHECK(!holder.age);
    CHECK(holder.sex == "F");
    CHECK(holder.place_of_birth == "ໂພນສະຫວັນ, ແປກ, ຊຽງຂວາງ");
    CHECK(holder.address == "ວຽງຈັນ");
    CHECK(holder.date_of_issue == "2026-09-30");
    CHECK(holder.date_of_expiry == "2036-11-21");
    CHECK(!holder.no_expiry);
}

TEST_CASE("holder: without DG13 the names come from DG11 and the machine-readable zone")
{
    HolderData data = full();
    data.dg13.reset();
    const idcard::Holder holder = idcard::holder_of(data);
    CHECK(holder.name_lao == "ແກ້ວເພັດ  ບຸນມີ");
    CHECK(holder.name_latin == "DAOHEUANG PHOMMAVONG");
}

TEST_CASE("holder: a lifetime card has no expiry, whatever the machine-readable zone says")
{
    HolderData data = full();
    data.dg13->no_expiry = true;
    data.dg1->mrz.date_of_expiry = "991231";
    const idcard::Holder holder = idcard::holder_of(data);
    CHECK(holder.no_expiry);
    CHECK(holder.date_of_expiry.empty());
}

TEST_CASE("holder: as much of a date as is known")
{
    HolderData data = full();
    for (const auto& [stored, shown] :
        {std::pair{"19850412", "1985-04-12"}, {"19850400", "1985-04"}, {"19850000", "1985"}}) {
        data.dg11->full_date_of_birth = stored;
        CHECK(to_text(idcard::holder_of(data).date_of_birth.value()) == shown);
    }
    for (const char* stored : {"1985", "1985ab12", "19850230", "19850012", ""}) {
        data.dg11->full_date_of_birth = stored;
        CHECK(!idcard::holder_of(data).date_of_birth);
    }
    data.dg11->full_date_of_birth = "19850000";
    data.dg13->birth_precision = card::lds::BirthPrecision::estimated;
    CHECK(idcard::holder_of(data).date_of_birth->estimated);
}

TEST_CASE("holder: the age is a range where the birthday is not known")
{
    using namespace std::chrono_literals;
    const card::Date today = 2026y / 11 / 22;
    HolderData data = full();
    CHECK(idcard::holder_of(data, today).age == card::text::AgeRange{41, 41});
    data.dg11->full_date_of_birth = "19851100";
    CHECK(idcard::holder_of(data, today).age == card::text::AgeRange{40, 41});
    data.dg11->full_date_of_birth = "20260000";
    CHECK(idcard::holder_of(data, today).age == card::text::AgeRange{0, 0});
    data.dg11->full_date_of_birth = "20270000";
    CHECK(!idcard::holder_of(data, today).age);
    data.dg11.reset();
    CHECK(!idcard::holder_of(data, today).age);
}

TEST_CASE("holder: dates as people write them")
{
    using card::cli::Language;
    CHECK(idcard::local_date("1985-04-12", Language::english) == "12 April 1985");
    CHECK(idcard::local_date("1985-04-12", Language::lao) == "12 ເມສາ 1985");
    CHECK(idcard::local_date("1985-04", Language::english) == "April 1985");
    CHECK(idcard::local_date("1985", Language::lao) == "1985");
    CHECK(idcard::local_date("", Language::english).empty());
    CHECK(idcard::local_date("2533-04-12", Language::english) == "2533-04-12");
}

TEST_CASE("holder: nothing read, nothing shown; hostile text is made harmless")
{
    const idcard::Holder nothing = idcard::holder_of({});
    CHECK(nothing.name_lao.empty());
    CHECK(nothing.document_number.empty());

    HolderData data = full();
    data.dg13->lao.given = "\x1b[2J";
    data.dg11->address = {"a\nGENUINE"};
    const idcard::Holder holder = idcard::holder_of(data);
    CHECK(holder.name_lao.find('\x1b') == std::string::npos);
    CHECK(holder.address == "a\uFFFDGENUINE");
}
