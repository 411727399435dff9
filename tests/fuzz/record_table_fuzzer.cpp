// SPDX-License-Identifier: Apache-2.0
// A table of records, from the bytes of its file to the records of its rows. What is read can be written with any
// separator and is then the same.
#include "fuzz.hpp"
#include "intake/damage.hpp"
#include "intake/intake.hpp"
#include "intake/table/columns.hpp"
#include "intake/table/record_table.hpp"

#include <sstream>

namespace {

using namespace perso::intake;

/// With the rows that are records.
struct RecordTable : TableForm {
    std::vector<CsvRow> rows;
};

/// Nothing for a table that is refused, which must have a reason.
std::optional<RecordTable> read(std::string text)
{
    std::istringstream in{std::move(text)};
    auto surveyed = survey_table(in);
    if (const auto* refused = std::get_if<Rejections>(&surveyed)) {
        fuzz::must_hold(!refused->empty(), "a table that is refused has a reason");
        return std::nullopt;
    }
    RecordTable table{std::get<TableForm>(std::move(surveyed)), {}};
    TableRows rows{in, table};
    std::size_t count = 0;
    for (; auto row = rows.next(); ++count)
        if (!row->fault)
            table.rows.push_back(std::move(*row));
    fuzz::must_hold(count == static_cast<TableForm&>(table).rows, "as many rows as were counted");
    return table;
}

std::string write(const RecordTable& table, char separator)
{
    std::string text = byte_order_mark + csv_line(table.head, separator);
    for (const CsvRow& row : table.rows)
        text += csv_line(row.cells, separator);
    return text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const card::ByteView bytes{data, size};
    is_table(bytes);
    const auto table = read({bytes.begin(), bytes.end()});
    if (!table || table->rows.empty())
        return 0;
    const auto same = read(write(*table, table->separator == ';' ? '\t' : ';'));
    fuzz::must_hold(
        same && same->head == table->head && same->rows.size() == table->rows.size(), "a table is the same");
    for (std::size_t i = 0; i < table->rows.size(); ++i) {
        fuzz::must_hold(json_of(table->rows[i], *table) == json_of(same->rows[i], *same), "a row is the same record");
        canonical_json(json_of(table->rows[i], *table));
        for (std::size_t cell = 0; cell < table->rows[i].cells.size(); ++cell)
            damage(table->head[cell], table->rows[i].cells[cell]);
    }
    return 0;
}
