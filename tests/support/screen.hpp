// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/utf8.hpp"
#include "card/cli/printable.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace test {

/// What a terminal shows in the end of what a program wrote to it: text, line ends, CUU "ESC [ n A", ED "ESC [ J" and
/// EL "ESC [ 2 K" of ECMA-48 §8.3. It is as high as it takes. Other control functions: std::runtime_error.
class Screen {
public:
    explicit Screen(std::size_t columns) : width_{columns} {}

    /// The lines of that many columns, without empty ones at the end.
    static std::vector<std::string> of(std::string_view written, std::size_t columns)
    {
        Screen screen{columns};
        while (!written.empty())
            written.remove_prefix(written.starts_with("\x1b[") ? screen.control(written) : screen.show(written));
        return screen.lines();
    }

private:
    /// Each of one column, with the signs that stand at it.
    using Cells = std::vector<std::string>;

    std::size_t control(std::string_view text)
    {
        const std::size_t end = text.find_first_not_of("0123456789", 2);
        if (end == std::string_view::npos)
            throw std::runtime_error{"a control function is cut off"};
        const std::string number{text.substr(2, end - 2)};
        if (text[end] == 'A')
            row_ -= std::min(row_, number.empty() ? std::size_t{1} : std::size_t{std::stoul(number)});
        else if (text[end] == 'J' && number.empty())
            erase_below();
        else if (text[end] == 'K' && number == "2")
            rows_[row_].clear();
        else
            throw std::runtime_error{"a control function that this screen does not know"};
        return end + 1;
    }

    void erase_below()
    {
        rows_.resize(row_ + 1);
        rows_[row_].resize(std::min(rows_[row_].size(), column_));
    }

    std::size_t show(std::string_view text)
    {
        if (text[0] == '\r')
            column_ = 0;
        else if (text[0] == '\n')
            next_line();
        else
            return put(text.substr(0, std::max(card::first_character(text).size, std::size_t{1})));
        return 1;
    }

    std::size_t put(std::string_view character)
    {
        Cells& cells = rows_[row_];
        if (card::cli::columns(character) == 0 && column_ > 0) {
            cells[column_ - 1] += character;
            return character.size();
        }
        if (column_ == width_) {
            next_line();
            return put(character);
        }
        cells.resize(std::max(cells.size(), column_ + 1), " ");
        cells[column_++] = character;
        return character.size();
    }

    void next_line()
    {
        column_ = 0;
        if (++row_ == rows_.size())
            rows_.emplace_back();
    }

    std::vector<std::string> lines() const
    {
        std::vector<std::string> lines;
        for (const Cells& cells : rows_) {
            lines.emplace_back();
            for (const std::string& cell : cells)
                lines.back() += cell;
        }
        while (!lines.empty() && lines.back().empty())
            lines.pop_back();
        return lines;
    }

    std::size_t width_;
    std::size_t row_ = 0;
    std::size_t column_ = 0;
    std::vector<Cells> rows_{1};
};

} // namespace test
