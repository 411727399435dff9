// SPDX-License-Identifier: Apache-2.0
#include "face.hpp"

#include <cmath>

namespace demo {

namespace {

constexpr Colour white{250, 250, 250};
constexpr Colour dark{40, 36, 34};
constexpr Colour red{190, 30, 40};
constexpr std::array<Colour, 3> skins{{{224, 180, 140}, {206, 158, 118}, {236, 196, 160}}};
constexpr std::array<Colour, 4> hairs{{dark, {70, 48, 36}, {24, 22, 26}, {120, 116, 112}}};
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
    const Colour hair = hairs[seed % hairs.size()];
    const double broad = 96.0 + 4.0 * (seed * 5 % 4);
    const double eyes = 38.0 + 2.0 * (seed * 7 % 5);
    const double mouth = 300.0 + 3.0 * (seed * 3 % 5);
    Picture picture{360, 480, {214, 222, 230}};
    picture.ellipse(180, 510, 170, 130, shirt);
    picture.rectangle(150, 330, 60, 70, darker(skin));
    picture.ellipse(180, 170, broad + 8, 122, hair);
    picture.ellipse(180 - broad - 4, 225, 14, 28, skin);
    picture.ellipse(180 + broad + 4, 225, 14, 28, skin);
    picture.ellipse(180, 225, broad, 136, skin);
    picture.ellipse(180, 108, broad - 12, 34, hair);
    draw_eye(picture, 180 - eyes);
    draw_eye(picture, 180 + eyes);
    picture.ellipse(180, 250, 11, 26, darker(skin));
    picture.ellipse(180, mouth, 34, 9, {176, 84, 80});
    picture.rectangle(0, 418, 360, 50, white);
    picture.letters("SPECIMEN", 36, 426, 6, red);
    return picture;
}

Picture draw_signature(unsigned seed)
{
    constexpr int points = 2000;
    Picture picture{400, 120, white};
    for (int i = 0; i < points; ++i) {
        const double t = static_cast<double>(i) / points;
        const double swing = 18.0 + 3.0 * (seed % 4);
        const double x = 20 + 350 * t + swing * std::sin((17.0 + seed % 5) * t);
        const double y = 60 - 10 * t + swing * std::cos((29.0 + seed % 7) * t) * (1.2 - t);
        picture.ellipse(x, y, 2, 2, dark);
    }
    return picture;
}

} // namespace demo
