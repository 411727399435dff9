// SPDX-License-Identifier: Apache-2.0
#include "intake/table/record_table.hpp"

#include "intake/damage.hpp"
#include "intake/intake.hpp"
#include "intake/table/columns.hpp"
#include "records.hpp"

#include <doctest/doctest.h>

#include <array>
#include <sstream>

using namespace perso::intake;
using card::text::Encoding;
using nlohmann::json;
using test::specimen;

namespace {

card::Bytes bytes(std::string_view text)
{
    return card::to_bytes(card::as_bytes(text));
}

/// A table as the station reads it: surveyed, and then row by row.
struct RecordTable : TableForm {
    std::vector<CsvRow> rows;
};

std::variant<RecordTable, Rejections> read(std::string_view text)
{
    std::istringstream in{std::string{text}};
    auto surveyed = survey_table(in);
    if (auto* refused = std::get_if<Rejections>(&surveyed))
        return std::move(*refused);
    RecordTable table{std::get<TableForm>(std::move(surveyed)), {}};
    TableRows rows{in, table};
    while (auto row = rows.next())
        table.rows.push_back(std::move(*row));
    CHECK(table.rows.size() == static_cast<TableForm&>(table).rows);
    return table;
}

/// The table, or a failed test and an empty one.
RecordTable good(std::string_view text)
{
    auto table = read(text);
    REQUIRE(std::holds_alternative<RecordTable>(table));
    return std::get<RecordTable>(std::move(table));
}

Rejections refused(std::string_view text)
{
    const auto table = read(text);
    const auto* rejections = std::get_if<Rejections>(&table);
    return rejections ? *rejections : Rejections{};
}

/// What spreadsheet programs round, shorten, take for a date, or run.
constexpr std::array for_spreadsheets{"=1+1", "+8562055500001", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", " =1",
    "010119900000001", "1234567890123456", "01", "1990-05-12", "12/05/1990", "01-01", "1E5", ".5", "(1)", "໐໑", "＝1"};

/// A text in the encodings that are taken.
std::vector<std::string> in_each_encoding(const std::string& text)
{
    return {text, "\xEF\xBB\xBF" + text, test::utf16(text, Encoding::utf16_little_endian),
        test::utf16(text, Encoding::utf16_big_endian)};
}

/// A head with every required column, and `more`.
std::string head(char separator, std::string_view more = "")
{
    std::string out;
    for (const Column& column : all_columns())
        if (column.required)
            out += std::string{column.path} + separator;
    return more.empty() ? out.substr(0, out.size() - 1) : out + std::string{more};
}

} // namespace

TEST_CASE("csv: rows know their line, also after cells of several lines and empty rows")
{
    const Csv csv = parse_csv("a,b\r\n\r\n\"one\ntwo\",\"say \"\"yes\"\"\"\n,,\n  c , d\t\n", ',');
    CHECK(!csv.broken_line);
    REQUIRE(csv.rows.size() == 3);
    CHECK(csv.rows[0].line == 1);
    CHECK(csv.rows[1].line == 3);
    CHECK(csv.rows[1].cells == std::vector<std::string>{"one\ntwo", "say \"yes\""});
    CHECK(csv.rows[2].line == 6);
    CHECK(csv.rows[2].cells == std::vector<std::string>{"c", "d"});
}

TEST_CASE("csv: the last row needs no end of line, and a table may be empty")
{
    CHECK(parse_csv("", ',').rows.empty());
    CHECK(parse_csv("a;b", ';').rows.at(0).cells.size() == 2);
    CHECK(parse_csv("a\t\tb\t", '\t').rows.at(0).cells == std::vector<std::string>{"a", "", "b", ""});
}

TEST_CASE("csv: quotation marks out of place are told with the line of their row")
{
    CHECK(parse_csv("a\nb\"c\nd", ',').broken_line == 2);
    CHECK(parse_csv("a\n\"b\"c\n", ',').broken_line == 2);
    CHECK(parse_csv("a\nb\n\"c\nd\n", ',').broken_line == 3); // never closed
}

TEST_CASE("csv: what is written is read again")
{
    std::vector<std::string> cells{"", "ລາວ", "a,b;c\td", "say \"yes\"", "two\nlines", " spaces ", "'", "''a", "'=1"};
    cells.insert(cells.end(), for_spreadsheets.begin(), for_spreadsheets.end());
    for (const char separator : {',', ';', '\t'}) {
        const Csv again = parse_csv(csv_line(cells, separator), separator);
        REQUIRE(again.rows.size() == 1);
        CHECK(again.rows.front().cells == cells);
    }
}

TEST_CASE("csv: what a spreadsheet program would alter or run goes out as a text, and comes back without a mark")
{
    for (const char* cell : for_spreadsheets)
        CHECK(csv_line({cell}, ',') == std::string{"\"'"} + cell + "\"\r\n");
    for (const char* cell : {"SOMSAMAY", "somsamay.jpg", "VT-2026-000001", "ສົມສະໄໝ", "ໜູ", "ບ້ານ 52", ""})
        CHECK(csv_line({cell}, ',') == std::string{"\""} + cell + "\"\r\n");
    CHECK(
        parse_csv("'=1, '01 ,\"'01\",o'1", ',').rows.at(0).cells == std::vector<std::string>{"=1", "01", "01", "o'1"});
}

TEST_CASE("table: separator and encoding are found out")
{
    for (const char separator : {',', ';', '\t'}) {
        const std::string cut = {separator, separator};
        const std::string text = head(separator) + "\nA-1" + separator + "adult" + cut + "ທ້າວ\n";
        CHECK(good(text).separator == separator);
        CHECK(good(text).encoding == Encoding::utf8);
        CHECK(good("\xEF\xBB\xBF" + text).encoding == Encoding::utf8_with_mark);
        for (const Encoding order : {Encoding::utf16_little_endian, Encoding::utf16_big_endian}) {
            const RecordTable table = good(test::utf16(text, order));
            CHECK(table.encoding == order);
            CHECK(table.rows.at(0).cells == std::vector<std::string>{"A-1", "adult", "", "ທ້າວ"});
        }
    }
}

TEST_CASE("table: a row is the record that a file would be")
{
    const std::string text =
        template_table() + "VT-2026-000001,adult,,010119900000001,ທ້າວ,ສົມສະໄໝ,ຕົວຢ່າງ,MR,SOMSAMAY,SPECIMEN,,M,1990-05-12,"
                           "ສີສະຫວາດ,ຈັນທະບູລີ,ນະຄອນຫຼວງວຽງຈັນ,ສີສະຫວາດ,ຈັນທະບູລີ,ນະຄອນຫຼວງວຽງຈັນ,01-0001234,specimen.jpg\r\n";
    const RecordTable table = good(text);
    CHECK(nlohmann::json::parse(json_of(table.rows.at(0), table)) == test::specimen());
}

TEST_CASE("table: contacts, in their order")
{
    const RecordTable table = good(head(',', "notify[0].name,notify[0].address.village,notify[1].name") + "\n" +
                                   std::string(15, ',') + "a,b,c\n" + std::string(15, ',') + ",,c\n");
    const auto record = nlohmann::json::parse(json_of(table.rows.at(0), table));
    CHECK(record.at("notify").dump() == R"([{"address":{"village":"b"},"name":"a"},{"name":"c"}])");
    const auto second_alone = nlohmann::json::parse(json_of(table.rows.at(1), table));
    CHECK(second_alone.at("notify").dump() == R"([null,{"name":"c"}])");
}

TEST_CASE("table: reasons of an earlier list are no part of a record")
{
    const RecordTable table = good(head(',', "reasons_lo,reasons_en") + "\nA-1" + std::string(15, ',') + "x,y\n");
    CHECK(nlohmann::json::parse(json_of(table.rows.at(0), table)).size() == 2); // schema, application
}

TEST_CASE("table: what leaves a doubt is refused as a whole")
{
    CHECK(refused("") == Rejections{{"(table)", "the first line does not name the columns of the template"}});
    CHECK(refused("\n" + head(',') + "\nA-1\n").at(0).field == "(table)");
    CHECK(refused(head('|') + "\nA-1\n").at(0).field == "(table)");
    CHECK(refused("\xCA\xD2\n").at(0).reason == "neither UTF-8 nor UTF-16: save it as CSV in UTF-8");
    CHECK(refused(test::utf16(head(','), Encoding::utf16_little_endian).substr(2)).at(0).reason ==
          "UTF-16 without a byte order mark: save it as CSV in UTF-8");
    CHECK(refused(head(',') + "\n") == Rejections{{"(table)", "no rows"}});
    CHECK(refused(head(',', "colour") + "\nA-1\n") == Rejections{{"colour", "no column of the template"}});
    CHECK(refused(head(',', "religion") + "\nA-1\n") ==
          Rejections{{"religion", "data of this kind must not be in a record"}});
    CHECK(refused(std::string(70'000, 'x') + "\n").at(0).reason == "a row longer than 64 KiB");
    CHECK(refused(head(',', "sex") + "\nA-1\n") == Rejections{{"sex", "stands twice"}});
    CHECK(refused("application,card_type\nA-1,adult\n").size() == 13);
    CHECK(refused("application,card_type\nA-1,adult\n").at(0) == Rejection{"personal_number", "the column is missing"});
}

TEST_CASE("table: a cell of several lines that does not end in order leaves open where the next row begins")
{
    const Rejections out_of_place{{"line 2", "a quotation mark that is out of place or never closed"}};
    CHECK(refused(head(',') + "\nA-1,\"a\nA-2,b\"c\n") == out_of_place);
    CHECK(refused(head(',') + "\nA-1,\"a\nA-2\n") == out_of_place);
    const Rejections too_long{{"line 2", "a row longer than 64 KiB"}};
    CHECK(refused(head(',') + "\n\"" + std::string(70'000, '\n') + "\"\n") == too_long);
    CHECK(refused(head(',') + "\n\"a\n" + std::string(70'000, 'x') + "\"\nA-2\n") == too_long);
}

TEST_CASE("table: a row that cannot be read leaves the others alone")
{
    const auto faulty = [](const std::string& row) {
        const RecordTable table = good(head(',') + "\nA-1,adult\n" + row + "\nA-3,adult\n");
        REQUIRE(table.rows.size() == 3);
        CHECK(table.rows[0].fault == nullptr);
        CHECK(table.rows[1].line == 3);
        CHECK(table.rows[2].fault == nullptr);
        CHECK(table.rows[2].line == 4);
        CHECK(table.rows[2].cells == std::vector<std::string>{"A-3", "adult"});
        return table.rows[1];
    };
    const auto reason = [](const CsvRow& row) { return std::string{row.fault ? row.fault : ""}; };

    const CsvRow more = faulty(std::string(15, ',') + "x");
    CHECK(reason(more) == "more cells than columns");
    CHECK(more.cells.size() == 16);
    const CsvRow quoted = faulty("A-2,a\"b,c");
    CHECK(reason(quoted) == "a quotation mark that is out of place or never closed");
    CHECK(quoted.cells == std::vector<std::string>{"A-2,a\"b,c"});
    CHECK(reason(faulty("\"A-2\"b\r")) == "a quotation mark that is out of place or never closed");
    const CsvRow longer = faulty(std::string(64 * 1024, 'x')); // and its line feed
    CHECK(reason(longer) == "a row longer than 64 KiB");
    CHECK(longer.cells.empty());
    CHECK(reason(faulty(std::string(64 * 1024 - 1, 'x'))).empty());
    CHECK(reason(faulty(std::string(1'000'000, 'x'))) == "a row longer than 64 KiB");
}

TEST_CASE("table: a row that is too long is passed over in UTF-16, too, and at the end")
{
    const std::string text = head(',') + "\n" + std::string(70'001, 'x') + "\nA-2\n" + std::string(70'000, 'x');
    for (const Encoding order : {Encoding::utf16_little_endian, Encoding::utf16_big_endian}) {
        const RecordTable table = good(test::utf16(text, order));
        REQUIRE(table.rows.size() == 3);
        CHECK(table.rows[0].fault != nullptr);
        CHECK(table.rows[1].fault == nullptr);
        CHECK(table.rows[1].cells == std::vector<std::string>{"A-2"});
        CHECK(table.rows[2].fault != nullptr);
    }
}

TEST_CASE("table: a record file in JSON is none, in whatever encoding and wherever its start is cut")
{
    const std::string json_text = " \r\n\t{\"ສ";
    CHECK(is_table(bytes("application")));
    CHECK(is_table(bytes("\xEF\xBB\xBF\"application\"")));
    CHECK(is_table({}));
    CHECK(is_table(bytes("\xCA\xD2\xC7{"))); // no Unicode
    CHECK(!is_table(bytes("{\"name\": \"\xCA\xD2\xC7\"}")));
    for (const std::string& start : in_each_encoding(json_text))
        for (std::size_t cut = 0; cut < 4; ++cut) {
            CAPTURE(cut);
            CHECK(!is_table(bytes(std::string_view{start}.substr(0, start.size() - cut))));
            CHECK(!is_json_list(bytes(std::string_view{start}.substr(0, start.size() - cut))));
        }
}

TEST_CASE("table: a list of records in JSON is none either")
{
    for (const std::string& start : in_each_encoding("\n [ {\"schema\"")) {
        CHECK(is_json_list(bytes(start)));
        CHECK(!is_table(bytes(start)));
    }
    CHECK(!is_json_list(bytes("{\"notify\": [")));
    CHECK(!is_json_list(bytes("application")));
}

TEST_CASE("table: an apostrophe that keeps a cell a text is no part of it")
{
    const RecordTable table = good(head(',') + "\n'A-1,adult,\"'010119900000001\",''x\n");
    CHECK(json_of(table.rows.at(0), table) ==
          R"({"application":"A-1","card_type":"adult","name":{"lao":{"given":"'x"}},)"
          R"("personal_number":"010119900000001","schema":"idcard-record-1"})");
}

TEST_CASE("table: months before days anywhere, and no date is certain")
{
    const auto with_dates = [](std::string_view first, std::string_view second) {
        std::string table = head(',') + "\n";
        for (const std::string_view date : {first, second}) {
            for (const Column& column : all_columns())
                if (column.required)
                    table += (column.path == "birth_date" ? std::string{date} : std::string{"x"}) + ",";
            table.back() = '\n';
        }
        return refused(table);
    };
    for (const char* day_first : {"31/12/1990", "05/12/1990", "1990-12-31", "1990", "12/1990", "13/13/1990", "/", ""})
        CHECK(with_dates("05/12/1990", day_first).empty());
    for (const char* month_first : {"12/31/1990", "1/13/1990", "໑໒/໓໑/໑໙໙໐", "12/31/90", "'12/31/1990"}) {
        const auto rejections = with_dates("05/12/1990", month_first);
        REQUIRE(rejections.size() == 1);
        CHECK(rejections[0].field == "line 3");
        CHECK(rejections[0].reason.find("month before the day") != std::string::npos);
    }
}

TEST_CASE("table: a record that came as JSON as a row, and back")
{
    json record = specimen();
    record["notify"] = json::array({{{"name", "ສົມພອນ"}, {"telephone", "02055500001"}, {"address", record["address"]}}});
    const auto row = row_of(record.dump());
    REQUIRE(row);
    CHECK(json::parse(json_of(*row, form_of_records())) == record);
    CHECK(row->cells.size() == all_columns().size());
    CHECK(!row_of("[]"));
    CHECK(!row_of("{"));
    CHECK(row_of(R"({"notify": {"0": 1}, "sex": 5, "religion": "x"})"));
}

TEST_CASE("damage: of records in JSON as of tables")
{
    json record = specimen();
    record["personal_number"] = "1.2E+14";
    record["name"]["lao"]["given"] = "lt[kp8u";
    const auto loaded = with_pictures(record.dump(), [](const std::string&) { return card::Bytes{1}; });
    REQUIRE(loaded.rejections.size() == 2);
    CHECK(loaded.rejections[0].field == "personal_number");
    CHECK(loaded.rejections[1].field == "name.lao.given");
}

TEST_CASE("damage: numbers that a spreadsheet program rounded")
{
    for (const char* value : {"1.2E+14", "1,01199E+14", "1.01199e14", "8E+12", "໑.໒E+໑໔"})
        CHECK(damage("personal_number", value));
    CHECK(damage("notify[0].telephone", "8.56206E+12"));
    CHECK(damage("household_book", "1E+05"));
    for (const char* value : {"010119900000001", "1.2", "E+14", "1.E+14", "1.2E", ".2E+14", "1.2E+1x", "12E-14", ""})
        CHECK(!damage("personal_number", value));
    CHECK(!damage("name.latin.given", "1E5"));
}

TEST_CASE("damage: lost zeros, days as counts, letters as question marks")
{
    CHECK(damage("personal_number", "10119900001"));
    CHECK(!damage("personal_number", "101199000011"));
    CHECK(damage("birth_date", "33005"));
    CHECK(!damage("birth_date", "1990"));
    CHECK(!damage("birth_date", "12/05/1990"));
    CHECK(damage("name.lao.given", "??????"));
    CHECK(!damage("name.lao.given", "ສົມສະໄໝ"));
    CHECK(!damage("sex", "?"));
}

TEST_CASE("damage: fonts before Unicode, and UTF-8 read as Latin letters")
{
    // ສະບາຍດີ as it is typed for Saysettha Lao and Alice: [laoscript.net, fonts of the Duang Jan kind]
    CHECK(damage("name.lao.given", "lt[kp8u"));
    CHECK(damage("address.village", "\xC3\xAB\xC3\xAC\xC2\xA4")); // ëì¤
    CHECK(damage("notify[0].name", "g=ao"));
    CHECK(damage("name.lao.given", "\xC3\xA0\xC2\xBA\xC2\xAA")); // ສ, its three bytes as letters
    CHECK(damage("name.latin.given", "\xC3\xA0\xC2\xBB\xC2\x80"));
    CHECK(damage("name.lao.given", "lt[kp8u").value().find("old Lao font") != std::string_view::npos);
    CHECK(!damage("name.lao.given", "SOMSAMAY")); // Latin letters in the wrong column: the spelling rule says so
    CHECK(!damage("name.latin.given", "SOMSAMAY"));
    CHECK(!damage("address.village", "\xE0\xBA\x9A 12"));
}
