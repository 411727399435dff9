// SPDX-License-Identifier: Apache-2.0
#include "line/board.hpp"

#include <fmt/format.h>

#include <ostream>

namespace perso::line {

namespace {

/// Of a terminal that knows ECMA-48.
constexpr std::string_view clear_line = "\r\x1b[2K";

std::string lines_up(std::size_t count)
{
    return fmt::format("\x1b[{}A", count);
}

} // namespace

Board::Board(std::ostream& out, bool redraw, BoardTexts texts, std::vector<std::string> readers,
    std::function<Clock::time_point()> clock)
    : out_{out}, redraw_{redraw}, texts_{std::move(texts)}, order_{std::move(readers)}, clock_{std::move(clock)}
{
    for (const std::string& reader : order_)
        rows_[reader];
}

void Board::show(const std::string& reader, std::string_view text)
{
    change(reader, text, false);
}

void Board::needs_hand(const std::string& reader, std::string_view text)
{
    change(reader, text, true);
}

void Board::issued(const std::string& reader, Clock::time_point begun)
{
    Row& row = rows_.at(reader);
    if (row.cards++ == 0)
        row.first_begun = begun;
    row.last_issued = clock_();
    told();
}

void Board::say(std::string_view line)
{
    if (redraw_ && drawn_)
        out_ << lines_up(order_.size()) << clear_line;
    out_ << line << '\n';
    drawn_ = false;
    if (redraw_)
        draw();
    out_ << std::flush;
}

int Board::made() const
{
    int made = 0;
    for (const auto& [reader, row] : rows_)
        made += row.cards;
    return made;
}

void Board::tell(std::function<void(const std::vector<ReaderStand>&)> listener)
{
    listener_ = std::move(listener);
    told();
}

void Board::told() const
{
    if (!listener_)
        return;
    std::vector<ReaderStand> stands;
    for (const std::string& reader : order_) {
        const Row& row = rows_.at(reader);
        stands.push_back({reader, row.text, row.hand, row.cards, per_hour(row)});
    }
    listener_(stands);
}

double Board::per_hour(const Row& row)
{
    const double hours = std::chrono::duration<double, std::ratio<3600>>(row.last_issued - row.first_begun).count();
    return hours > 0 ? row.cards / hours : 0;
}

std::string Board::line_of(const std::string& reader, const Row& row) const
{
    std::string line = fmt::format("{}: {}{}", reader, row.hand ? texts_.hand + " " : "", row.text);
    if (row.cards > 0) {
        line += fmt::format(" ({} {}", row.cards, texts_.cards);
        if (const double rate = per_hour(row); rate > 0)
            line += fmt::format(", {:.0f} {}", rate, texts_.per_hour);
        line += ")";
    }
    return line;
}

void Board::change(const std::string& reader, std::string_view text, bool hand)
{
    Row& row = rows_.at(reader);
    if (row.text == text && row.hand == hand)
        return;
    row.text = text;
    row.hand = hand;
    told();
    if (redraw_)
        draw();
    else
        out_ << line_of(reader, row) << '\n';
    out_ << std::flush;
}

void Board::draw()
{
    if (drawn_)
        out_ << lines_up(order_.size());
    for (const std::string& reader : order_)
        out_ << clear_line << line_of(reader, rows_.at(reader)) << '\n';
    drawn_ = true;
}

} // namespace perso::line
