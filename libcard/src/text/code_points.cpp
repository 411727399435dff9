// SPDX-License-Identifier: Apache-2.0
#include "code_points.hpp"

#include "card/base/error.hpp"
#include "card/base/utf8.hpp"

#include <unicode/utf8.h>

namespace card::text {

std::u32string decode(std::string_view utf8)
{
    std::u32string points;
    points.reserve(utf8.size());
    while (!utf8.empty()) {
        const auto [point, size] = first_character(utf8);
        if (size == 0)
            throw Error{Errc::malformed_data, "text is not well-formed UTF-8"};
        points.push_back(point);
        utf8.remove_prefix(size);
    }
    return points;
}

std::string encode(std::u32string_view points)
{
    std::string utf8;
    utf8.reserve(points.size() * 3);
    for (const char32_t point : points) {
        char bytes[U8_MAX_LENGTH];
        std::size_t size = 0;
        U8_APPEND_UNSAFE(bytes, size, point);
        utf8.append(bytes, size);
    }
    return utf8;
}

} // namespace card::text
