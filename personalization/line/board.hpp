// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "line/terminal.hpp"

#include <chrono>
#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace perso::line {

/// The words that the board adds to what it is told, in the language of the operator: "cards", "per hour".
struct BoardTexts {
    std::string cards, per_hour, hand;
};

/// How one reader stands.
struct ReaderStand {
    std::string reader;
    std::string text;    ///< what is done there, in the language of the operator
    bool hand = false;   ///< nothing goes on until somebody does something
    int cards = 0;       ///< issued there
    double per_hour = 0; ///< cards, from the beginning of the first to the issue of the last; 0 before one
};

/// One line for each reader: what is done there, how many cards it made and how many an hour, and whether it needs a
/// hand. On a terminal the lines stay in their places, none longer than it is wide; elsewhere each change is a line of
/// its own.
class Board {
public:
    using Clock = std::chrono::steady_clock;

    /// `out` must outlive it. With `redraw` it is a terminal of `width` columns, asked at each drawing: its window may
    /// change.
    Board(std::ostream& out, bool redraw, BoardTexts texts, std::vector<std::string> readers,
        std::function<Clock::time_point()> clock = Clock::now, std::function<std::size_t()> width = terminal_width);

    /// What is done at a reader.
    void show(const std::string& reader, std::string_view text);
    /// Nothing goes on there until somebody does something.
    void needs_hand(const std::string& reader, std::string_view text);
    /// A card was issued there that was begun at `begun`.
    void issued(const std::string& reader, Clock::time_point begun);
    /// A line above all of them that stays.
    void say(std::string_view line);
    /// The same for what `write` writes itself, on whatever leads to this terminal: whole lines, as many as it wants.
    /// Nothing else may be written there while the board is in use.
    void above(const std::function<void()>& write);

    int made() const;

    /// Told how all readers stand, in their order, now and after each change.
    void tell(std::function<void(const std::vector<ReaderStand>&)> listener);

private:
    struct Row {
        std::string text;
        bool hand = false;
        int cards = 0;
        Clock::time_point first_begun{};
        Clock::time_point last_issued{};
    };

    static double per_hour(const Row& row);
    std::string text_of(const Row& row) const;
    void told() const;
    void change(const std::string& reader, std::string_view text, bool hand);
    void draw();

    std::ostream& out_;
    bool redraw_;
    BoardTexts texts_;
    std::vector<std::string> order_;
    std::map<std::string, Row> rows_;
    std::function<Clock::time_point()> clock_;
    std::function<std::size_t()> width_;
    std::function<void(const std::vector<ReaderStand>&)> listener_;
    bool drawn_ = false;
};

} // namespace perso::line
