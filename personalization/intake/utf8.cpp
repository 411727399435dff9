// SPDX-License-Identifier: Apache-2.0
#include "intake/utf8.hpp"

#include "card/base/utf8.hpp"

namespace perso::intake {

std::optional<std::u32string> decode_utf8(std::string_view text)
{
    std::u32string points;
    while (!text.empty()) {
        const auto [point, size] = card::first_character(text);
        if (size == 0)
            return std::nullopt;
        points.push_back(point);
        text.remove_prefix(size);
    }
    return points;
}

} // namespace perso::intake
