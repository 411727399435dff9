// SPDX-License-Identifier: Apache-2.0
#include "intake/table/csv.hpp"

#include "card/base/error.hpp"
#include "card/base/utf8.hpp"

#include <algorithm>
#include <csv.h>
#include <utility>

namespace perso::intake {

namespace {

constexpr char text_mark = '\'';

/// Whether what begins with it is neither a number nor a date nor a formula to any spreadsheet program: a letter, Latin
/// or Lao.
constexpr bool begins_text(char32_t c)
{
    const bool latin = (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z');
    const bool lao = c >= 0x0E80 && c <= 0x0EFF;
    const bool lao_digit = c >= 0x0ED0 && c <= 0x0ED9;
    return latin || (lao && !lao_digit);
}

std::string with_text_mark(const std::string& cell)
{
    return cell.empty() || begins_text(card::first_character(cell).code_point) ? cell : text_mark + cell;
}

std::string_view without_text_mark(std::string_view cell)
{
    return cell.starts_with(text_mark) ? cell.substr(1) : cell;
}

/// The next line of a text, with what ends it.
std::string_view take_line(std::string_view& text)
{
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    const std::string_view line = text.substr(0, end + 1);
    text.remove_prefix(line.size());
    return line;
}

} // namespace

/// libcsv's parser with what it has told so far.
class CsvReader::Parser {
public:
    explicit Parser(char separator) : separator_{separator} { start(); }

    ~Parser() { csv_free(&parser_); }

    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    /// Whether it is in order so far.
    bool take(std::string_view line)
    {
        ++line_;
        if (!inside_row_)
            begun_on_ = line_;
        size_ = inside_row_ ? size_ + line.size() : line.size();
        inside_row_ = inside_row_ || line.find_first_not_of(" \t\r\n") != line.npos;
        return csv_parse(&parser_, line.data(), line.size(), on_cell, on_row, this) == line.size() || out_of_memory();
    }

    bool finish() { return csv_fini(&parser_, on_cell, on_row, this) == 0 || out_of_memory(); }

    void give_up()
    {
        csv_free(&parser_);
        start();
        cells_.clear();
        inside_row_ = false;
    }

    void pass_over() { begun_on_ = ++line_; }

    std::size_t line_of_row() const { return begun_on_; }

    std::size_t size_of_row() const { return inside_row_ ? size_ : 0; }

    std::vector<CsvRow> rows;

private:
    void start()
    {
        if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI) != 0)
            throw std::bad_alloc{};
        csv_set_delim(&parser_, static_cast<unsigned char>(separator_));
    }

    static void on_cell(void* text, std::size_t size, void* self)
    {
        static_cast<Parser*>(self)->cells_.emplace_back(without_text_mark({static_cast<const char*>(text), size}));
    }

    static void on_row(int, void* self) { static_cast<Parser*>(self)->end_row(); }

    void end_row()
    {
        const auto filled = [](const std::string& cell) { return !cell.empty(); };
        if (std::any_of(cells_.begin(), cells_.end(), filled)) // spreadsheets write rows of separators alone
            rows.push_back({begun_on_, std::move(cells_)});
        cells_.clear();
        inside_row_ = false;
    }

    bool out_of_memory()
    {
        if (csv_error(&parser_) == CSV_ENOMEM)
            throw std::bad_alloc{};
        return false;
    }

    char separator_;
    csv_parser parser_{};
    std::vector<std::string> cells_;
    std::size_t line_ = 0;
    std::size_t begun_on_ = 1;
    std::size_t size_ = 0;
    bool inside_row_ = false; ///< a cell in quotation marks goes on
};

CsvReader::CsvReader(char separator) : parser_{std::make_unique<Parser>(separator)} {}

CsvReader::~CsvReader() = default;

bool CsvReader::take(std::string_view line)
{
    return parser_->take(line);
}

bool CsvReader::finish()
{
    return parser_->finish();
}

void CsvReader::give_up()
{
    parser_->give_up();
}

void CsvReader::pass_over()
{
    parser_->pass_over();
}

std::vector<CsvRow> CsvReader::rows()
{
    return std::exchange(parser_->rows, {});
}

std::size_t CsvReader::line_of_row() const
{
    return parser_->line_of_row();
}

std::size_t CsvReader::size_of_row() const
{
    return parser_->size_of_row();
}

Csv parse_csv(std::string_view text, char separator)
{
    CsvReader reader{separator};
    while (!text.empty())
        if (!reader.take(take_line(text)))
            return {{}, reader.line_of_row()};
    if (!reader.finish())
        return {{}, reader.line_of_row()};
    return {reader.rows(), std::nullopt};
}

std::string csv_line(const std::vector<std::string>& cells, char separator)
{
    std::string line;
    for (const std::string& cell : cells) {
        if (&cell != &cells.front())
            line += separator;
        const std::string kept = with_text_mark(cell);
        std::string quoted(2 * kept.size() + 2, '\0');
        quoted.resize(csv_write(quoted.data(), quoted.size(), kept.data(), kept.size()));
        line += quoted;
    }
    return line + "\r\n";
}

} // namespace perso::intake
