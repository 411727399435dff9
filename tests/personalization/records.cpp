// SPDX-License-Identifier: Apache-2.0
#include "personalization/records.hpp"

#include "card/base/hex.hpp"
#include "card/base/utf8.hpp"

#include <fstream>

namespace test {

nlohmann::json specimen()
{
    return nlohmann::json::parse(std::ifstream{CARD_TEST_DATA "/../personalization/demo/specimen.json"});
}

card::Bytes photograph(std::size_t size)
{
    card::Bytes jpeg = card::from_hex("FFD8 FFC0 0011 08 01E0 0168 03 012200 021101 031101");
    jpeg.resize(size - 2);
    card::append(jpeg, card::from_hex("FFD9"));
    return jpeg;
}

std::string utf16(std::string_view utf8, card::text::Encoding order)
{
    const auto unit = [order](char32_t c) {
        const auto high = static_cast<char>(c >> 8);
        const auto low = static_cast<char>(c & 0xFF);
        return order == card::text::Encoding::utf16_big_endian ? std::string{high, low} : std::string{low, high};
    };
    std::string out = unit(0xFEFF);
    while (!utf8.empty()) {
        const auto [code_point, size] = card::first_character(utf8);
        out += unit(code_point);
        utf8.remove_prefix(size);
    }
    return out;
}

perso::intake::Rejections rejections_of(const nlohmann::json& record, const card::Bytes& photograph)
{
    return perso::intake::check({record.dump(), photograph}, card::profile::builtin(), day).rejections;
}

perso::intake::Rejections rejections_of(const nlohmann::json& record)
{
    return rejections_of(record, photograph());
}

} // namespace test
