// SPDX-License-Identifier: Apache-2.0
#include "toml_table.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"
#include "card/tlv/reader.hpp"
#include "card/tlv/writer.hpp"

#include <algorithm>

namespace card::profile {

void invalid(const std::string& field, toml::source_region where, std::string_view sentence)
{
    Error error{Errc::config_invalid, Step{"profile"}, field + ": " + std::string{sentence}};
    if (where.begin.line == 0)
        throw std::move(error).with_field(field);
    throw std::move(error).with_field(field).with_number(static_cast<long>(where.begin.line));
}

Table Table::table(const std::string& key)
{
    const toml::node& node = take(key);
    if (!node.is_table())
        fail(key, node, "must be a table");
    return Table{*node.as_table(), field(key)};
}

std::optional<Table> Table::table_if(const std::string& key)
{
    return table_.contains(key) ? std::optional{table(key)} : std::nullopt;
}

std::string Table::text(const std::string& key, Range<std::size_t> length)
{
    const toml::node& node = take(key);
    const auto value = node.value_exact<std::string>();
    if (!value)
        fail(key, node, "must be a text");
    if (value->size() < length.least || value->size() > length.most)
        fail(key, node, "has a wrong length");
    return *value;
}

std::string Table::letters(const std::string& key, std::size_t length)
{
    std::string value = text(key, {length, length});
    if (!std::all_of(value.begin(), value.end(), [](char c) { return c >= 'A' && c <= 'Z'; }))
        fail(key, "must be capital letters");
    return value;
}

std::string Table::digits(const std::string& key, Range<std::size_t> length)
{
    std::string value = text(key, length);
    if (!std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; }))
        fail(key, "must be digits");
    return value;
}

Bytes Table::bytes(const std::string& key, Range<std::size_t> length)
{
    const std::string hex = text(key, {2 * length.least, 2 * length.most});
    try {
        return from_hex(hex);
    } catch (const Error&) {
        fail(key, "must be pairs of hexadecimal digits");
    }
}

tlv::Tag Table::tag(const std::string& key)
{
    const tlv::Tag tag{number<std::uint32_t>(key, {1, 0xFF'FFFF})};
    try {
        tlv::only(tlv::encode(tag, ByteView{}), tag);
    } catch (const Error&) {
        fail(key, "is no tag of BER-TLV");
    }
    return tag;
}

std::vector<std::uint8_t> Table::list_of(const std::string& key, const std::set<std::uint8_t>& allowed)
{
    std::vector<std::uint8_t> values;
    for (const toml::node& item : array(key)) {
        const auto value = static_cast<std::uint8_t>(integer(key, item, {0, 0xFF}));
        if (!allowed.contains(value))
            fail(key, item, "names something unknown");
        values.push_back(value);
    }
    return values;
}

std::vector<std::uint8_t> Table::set_of(const std::string& key, const std::set<std::uint8_t>& allowed)
{
    const std::vector<std::uint8_t> values = list_of(key, allowed);
    if (std::set<std::uint8_t>(values.begin(), values.end()).size() != values.size())
        fail(key, "names twice the same");
    return values;
}

void Table::finish() const
{
    for (const auto& [key, node] : table_)
        if (!taken_.contains(std::string{key.str()}))
            invalid(field(std::string{key.str()}), key.source(), "is unknown");
}

void Table::fail(const std::string& key, std::string_view sentence) const
{
    fail(key, *table_.get(key), sentence);
}

void Table::fail(const std::string& key, const toml::node& node, std::string_view sentence) const
{
    invalid(field(key), node.source(), sentence);
}

const toml::node& Table::take(const std::string& key)
{
    const toml::node* const node = table_.get(key);
    if (node == nullptr)
        invalid(field(key), table_.source(), "is missing");
    taken_.insert(key);
    return *node;
}

const toml::array& Table::array(const std::string& key)
{
    const toml::node& node = take(key);
    const toml::array* const array = node.as_array();
    if (array == nullptr || array->empty())
        fail(key, node, "must be a list");
    return *array;
}

std::int64_t Table::integer(const std::string& key, const toml::node& node, Range<std::int64_t> range) const
{
    const auto value = node.value_exact<std::int64_t>();
    if (!value)
        fail(key, node, "must be a whole number");
    if (*value < range.least || *value > range.most)
        fail(key, node, "is out of range");
    return *value;
}

} // namespace card::profile
