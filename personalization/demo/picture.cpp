// SPDX-License-Identifier: Apache-2.0
#include "face.hpp"

#include <algorithm>

namespace demo {

namespace {

/// Five columns of seven bits each, the lowest bit on top.
struct Glyph {
    char letter;
    std::array<std::uint8_t, 5> columns;
};

constexpr std::array<Glyph, 7> font{{
    {'C', {0x3E, 0x41, 0x41, 0x41, 0x22}},
    {'E', {0x7F, 0x49, 0x49, 0x49, 0x41}},
    {'I', {0x00, 0x41, 0x7F, 0x41, 0x00}},
    {'M', {0x7F, 0x02, 0x0C, 0x02, 0x7F}},
    {'N', {0x7F, 0x04, 0x08, 0x10, 0x7F}},
    {'P', {0x7F, 0x09, 0x09, 0x09, 0x06}},
    {'S', {0x26, 0x49, 0x49, 0x49, 0x32}},
}};

constexpr std::size_t glyph_height = 7;
constexpr std::size_t glyph_advance = 6;

} // namespace

Picture::Picture(std::size_t width, std::size_t height, Colour paper)
    : width_{width}, height_{height}, samples_(width * height * 3)
{
    rectangle(0, 0, width, height, paper);
}

void Picture::ellipse(double x, double y, double radius_x, double radius_y, Colour colour)
{
    const auto from = [](double value) { return static_cast<std::size_t>(std::max(value, 0.0)); };
    for (std::size_t row = from(y - radius_y); row < std::min(height_, from(y + radius_y) + 1); ++row) {
        for (std::size_t column = from(x - radius_x); column < std::min(width_, from(x + radius_x) + 1); ++column) {
            const double dx = (static_cast<double>(column) - x) / radius_x;
            const double dy = (static_cast<double>(row) - y) / radius_y;
            if (dx * dx + dy * dy <= 1)
                rectangle(column, row, 1, 1, colour);
        }
    }
}

void Picture::rectangle(std::size_t x, std::size_t y, std::size_t width, std::size_t height, Colour colour)
{
    for (std::size_t j = y; j < y + height && j < height_; ++j) {
        for (std::size_t i = x; i < x + width && i < width_; ++i) {
            std::uint8_t* pixel = row(j) + i * 3;
            pixel[0] = colour.red;
            pixel[1] = colour.green;
            pixel[2] = colour.blue;
        }
    }
}

void Picture::letters(std::string_view text, std::size_t x, std::size_t y, std::size_t scale, Colour colour)
{
    for (const char letter : text) {
        for (const Glyph& glyph : font) {
            if (glyph.letter != letter)
                continue;
            for (std::size_t i = 0; i < glyph.columns.size(); ++i)
                for (std::size_t j = 0; j < glyph_height; ++j)
                    if ((glyph.columns[i] >> j & 1) != 0)
                        rectangle(x + i * scale, y + j * scale, scale, scale, colour);
        }
        x += glyph_advance * scale;
    }
}

} // namespace demo
