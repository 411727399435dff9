// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace demo {

struct Colour {
    std::uint8_t red, green, blue;
};

/// An upright picture in three colours, rows from the top.
class Picture {
public:
    Picture(std::size_t width, std::size_t height, Colour paper);

    std::size_t width() const { return width_; }

    std::size_t height() const { return height_; }

    std::uint8_t* row(std::size_t y) { return &samples_[y * width_ * 3]; }

    /// Paints every pixel inside the ellipse around (x, y); what lies outside of the picture is left out.
    void ellipse(double x, double y, double radius_x, double radius_y, Colour colour);
    void rectangle(std::size_t x, std::size_t y, std::size_t width, std::size_t height, Colour colour);
    /// Capital letters, five by seven squares of `scale` pixels each. A letter that the font lacks stays blank.
    void letters(std::string_view text, std::size_t x, std::size_t y, std::size_t scale, Colour colour);

private:
    std::size_t width_;
    std::size_t height_;
    std::vector<std::uint8_t> samples_;
};

/// A face that belongs to nobody. `seed` varies skin, shirt, hair, the shape of the face and the distance of the eyes.
Picture draw_face(unsigned seed);

/// The line of a pen that belongs to nobody.
Picture draw_signature(unsigned seed);

} // namespace demo
