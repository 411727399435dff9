// SPDX-License-Identifier: Apache-2.0
#include "face.hpp"

namespace demo {

namespace {

constexpr Colour white{250, 250, 250};
constexpr Colour dark{40, 36, 34};
constexpr Colour red{190, 30, 40};
constexpr std::array<Colour, 3> skins{{{224, 180, 140}, {206, 158, 118}, {236, 196, 160}}};
constexpr std::array<Colour, 3> shirts{{{52, 84, 140}, {120, 40, 60}, {40, 110, 80}}};

Colour darker(Colour colour)
{
    const auto three_quarters = [](std::uint8_t value) { return static_cast<std::uint8_t>(value * 3 / 4); };
    return {three_quarters(colour.red), three_quarters(colour.green), three_quarters(colour.blue)};
}

void draw_eye(Picture& picture, double x)
{
    picture.ellipse(x, 205, 20, 10, white);
    picture.ellipse(x, 205, 9, 9, dark);
    picture.rectangle(static_cast<std::size_t>(x) - 24, 180, 48, 6, dark);
}

} // namespace

Picture draw_face(unsigned seed)
{
    const Colour skin = skins[seed % skins.size()];
    const Colour shirt = shirts[seed / skins.size() % shirts.size()];
    Picture picture{360, 480, {214, 222, 230}};
    picture.ellipse(180, 510, 170, 130, shirt);
    picture.rectangle(150, 330, 60, 70, darker(skin));
    picture.ellipse(180, 170, 112, 122, dark); // hair
    picture.ellipse(72, 225, 14, 28, skin);
    picture.ellipse(288, 225, 14, 28, skin);
    picture.ellipse(180, 225, 104, 136, skin);
    picture.ellipse(180, 108, 92, 34, dark);
    draw_eye(picture, 138);
    draw_eye(picture, 222);
    picture.ellipse(180, 250, 11, 26, darker(skin));
    picture.ellipse(180, 306, 34, 9, {176, 84, 80});
    picture.rectangle(0, 418, 360, 50, white);
    picture.letters("SPECIMEN", 36, 426, 6, red);
    return picture;
}

} // namespace demo
