// SPDX-License-Identifier: Apache-2.0
#include "commands/fix_list.hpp"

#include "intake/table/columns.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

using namespace perso;
using namespace perso::intake;

namespace {

/// A list with that one row, read again.
std::vector<CsvRow> listed(const TableForm& form, const CsvRow& row, const ImportLine& line)
{
    const test::TemporaryFolder folder;
    FixList list{form, folder / "mend.csv"};
    list.add(row, line);
    list.finish();
    std::ifstream in{folder / "mend.csv", std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    return parse_csv(std::string_view{text}.substr(byte_order_mark.size()), form.separator).rows;
}

} // namespace

TEST_CASE("fix list: a record that is no object has its reason and its place")
{
    const TableForm form = form_of_records();
    const auto rows =
        listed(form, {}, rejected("batch.p7m:3", {}, card::Errc::record_rejected, {{whole_record, "no JSON"}}));
    REQUIRE(rows.size() == 2);
    const auto& cells = rows[1].cells;
    REQUIRE(cells.size() == form.head.size() + 2);
    CHECK(cells.back() == "(record): no JSON (batch.p7m:3)");
    CHECK(cells.front().empty());
}

TEST_CASE("fix list: whose application is known needs no place")
{
    const TableForm form{.head = {"application", "sex"}};
    const auto rows =
        listed(form, {2, {"A-0001"}}, rejected("t.csv:2", "A-0001", card::Errc::record_rejected, {{"sex", "missing"}}));
    REQUIRE(rows.size() == 2);
    REQUIRE(rows[1].cells.size() == 4);
    CHECK(rows[1].cells.front() == "A-0001");
    CHECK(rows[1].cells.back() == "sex: missing");
}

TEST_CASE("fix list: a row with more cells than columns comes back as it stood and is no record before it is mended")
{
    const TableForm form{.head = {"application", "sex"}};
    const auto rows = listed(form, {2, {"A-0001", "M", "x"}},
        rejected("t.csv:2", {}, card::Errc::record_rejected, {{whole_record, "more cells than columns"}}));
    REQUIRE(rows.size() == 2);
    const auto& cells = rows[1].cells;
    REQUIRE(cells.size() == rows[0].cells.size() + 1);
    CHECK(std::vector<std::string>(cells.begin(), cells.begin() + 3) == std::vector<std::string>{"A-0001", "M", "x"});
    CHECK(cells.back() == "(record): more cells than columns (t.csv:2)");
}

TEST_CASE("fix list: the sentence of an error without its step")
{
    CHECK(sentence_of(card::Error{card::Errc::record_duplicate, card::Step{"store"}, "a sentence: of two"}) ==
          "a sentence: of two");
    CHECK(sentence_of(card::Error{card::Errc::file_unreadable, "it: is missing"}) == "it: is missing");
}
