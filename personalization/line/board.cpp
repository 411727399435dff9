// SPDX-License-Identifier: Apache-2.0
#include "line/board.hpp"

#include "card/cli/printable.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <utility>

namespace perso::line {

namespace {

/// Of a terminal that knows ECMA-48.
constexpr std::string_view clear_line = "\r\x1b[2K";
constexpr std::string_view clear_below = "\r\x1b[J"; ///< from this line on

std::string lines_up(std::size_t count)
{
    return fmt::format("\x1b[{}A", count);
}

/// A row of the board in so many columns. A long name loses its beginning: its end tells readers and slots apart.
std::string fitted(const std::string& reader, const std::string& text, std::size_t width)
{
    constexpr std::size_t least_name = 13; ///< "…Reader 00 01"
    const std::string name = card::cli::printable(reader);
    const std::string rest = ": " + text;
    const std::size_t beside = width - std::min(width, card::cli::columns(rest));
    return card::cli::clip_end(card::cli::clip_start(name, std::max(beside, least_name)) + rest, width);
}

} // namespace

Board::Board(std::ostream& out, bool redraw, BoardTexts texts, std::vector<std::string> readers,
    std::function<Clock::time_point()> clock, std::function<std::size_t()> width)
    : out_{out},
      redraw_{redraw},
      texts_{std::move(texts)},
      order_{std::move(readers)},
      clock_{std::move(clock)},
      width_{std::move(width)}
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
    above([&] { out_ << line << '\n'; });
    out_ << std::flush;
}

void Board::above(const std::function<void()>& write)
{
    const bool drawn = std::exchange(drawn_, false);
    if (drawn)
        out_ << lines_up(order_.size()) << clear_below;
    out_ << std::flush;
    write();
    if (!drawn)
        return;
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

std::string Board::text_of(const Row& row) const
{
    std::string text = row.hand ? texts_.hand + " " + row.text : row.text;
    if (row.cards > 0) {
        text += fmt::format(" ({} {}", row.cards, texts_.cards);
        if (const double rate = per_hour(row); rate > 0)
            text += fmt::format(", {:.0f} {}", rate, texts_.per_hour);
        text += ")";
    }
    return text;
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
        out_ << reader << ": " << text_of(row) << '\n';
    out_ << std::flush;
}

void Board::draw()
{
    if (drawn_)
        out_ << lines_up(order_.size());
    const std::size_t width = std::max<std::size_t>(width_(), 2) - 1; // in the last, some terminals begin another line
    for (const std::string& reader : order_)
        out_ << clear_line << fitted(reader, text_of(rows_.at(reader)), width) << '\n';
    drawn_ = true;
}

} // namespace perso::line
