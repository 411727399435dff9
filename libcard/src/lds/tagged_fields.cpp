// SPDX-License-Identifier: Apache-2.0
#include "tagged_fields.hpp"

#include "text.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/tlv/writer.hpp"

#include <algorithm>
#include <set>

namespace card::lds {

namespace {

constexpr tlv::Tag tag_list{0x5C};
constexpr std::size_t max_tag_list = 64;

/// The tags of a tag list, one or two bytes each. [7816-6:2004] table 3
std::set<tlv::Tag> read_tags(ByteView list, const File& which)
{
    std::set<tlv::Tag> tags;
    if (list.size() > max_tag_list)
        throw Error{Errc::malformed_data, Step{std::string{which.name}}, "the tag list is too long"};
    for (std::size_t i = 0; i < list.size(); ++i) {
        std::uint32_t tag = list[i];
        if ((tag & 0x1F) == 0x1F && i + 1 < list.size())
            tag = tag << 8 | list[++i];
        tags.insert(tlv::Tag{tag});
    }
    return tags;
}

} // namespace

void TaggedFields::add(tlv::Tag tag, ByteView value)
{
    if (value.empty())
        return;
    append(tags_, tlv::encode(tag));
    append(objects_, tlv::encode(tag, value));
}

Bytes TaggedFields::encode(const File& file) const
{
    return tlv::encode(file.tag, {tlv::encode(tag_list, tags_), objects_});
}

std::vector<tlv::Element> read_tagged_fields(ByteView file, const File& which)
{
    tlv::Reader reader{tlv::only(file, which.tag)};
    std::set<tlv::Tag> listed = read_tags(reader.expect(tag_list), which);
    std::vector<tlv::Element> fields;
    while (!reader.at_end()) {
        fields.push_back(reader.next());
        if (listed.erase(fields.back().tag) == 0)
            throw Error{Errc::malformed_data, Step{std::string{which.name}}, "a field twice or not in the tag list"};
    }
    return fields;
}

std::string read_full_date(ByteView value, std::string_view field)
{
    std::string date = value.size() == 4 ? to_hex(value) : read_text(value, field);
    checked_full_date(date, field);
    return date;
}

ByteView checked_full_date(const std::string& date, std::string_view field)
{
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (date.size() != 8 || !std::all_of(date.begin(), date.end(), is_digit))
        throw Error{Errc::malformed_data, "a date is eight digits"}.with_field(std::string{field});
    const std::string_view year{date.data(), 4};
    const std::string_view month{date.data() + 4, 2};
    const std::string_view day{date.data() + 6, 2};
    const bool month_unknown = month == "00";
    const bool day_unknown = day == "00";
    try {
        if (month_unknown && !day_unknown)
            throw Error{Errc::malformed_data, "a day without its month"};
        // what is not known is taken as the first
        parse_date(std::string{year}.append(month_unknown ? "01" : month).append(day_unknown ? "01" : day));
    } catch (const Error&) {
        throw Error{Errc::malformed_data, "no day of the calendar"}.with_field(std::string{field});
    }
    return as_bytes(date);
}

} // namespace card::lds
