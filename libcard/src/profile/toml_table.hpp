// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "card/base/bytes.hpp"
#include "card/base/toml.hpp"
#include "card/tlv/tag.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace card::profile {

/// Throws config_invalid with field() and, where there is one, the line as number().
[[noreturn]] void invalid(const std::string& field, toml::source_region where, std::string_view sentence);

template <class T>
struct Range {
    T least, most;
};

/// A word of the file and what it means.
template <class T>
using Word = std::pair<std::string_view, T>;

/// One table of the file. Each key is taken once; finish() refuses what nobody took.
class Table {
public:
    Table(const toml::table& table, std::string name) : table_{table}, name_{std::move(name)} {}

    Table table(const std::string& key);
    /// Nothing if there is no such key.
    std::optional<Table> table_if(const std::string& key);
    std::string text(const std::string& key, Range<std::size_t> length);
    std::string letters(const std::string& key, std::size_t length);
    std::string digits(const std::string& key, Range<std::size_t> length);
    Bytes bytes(const std::string& key, Range<std::size_t> length);
    tlv::Tag tag(const std::string& key);

    template <class T = unsigned>
    T number(const std::string& key, Range<std::int64_t> range)
    {
        return static_cast<T>(integer(key, take(key), range));
    }

    /// Numbers, each one of `allowed`.
    std::vector<std::uint8_t> list_of(const std::string& key, const std::set<std::uint8_t>& allowed);
    /// Different numbers, each one of `allowed`.
    std::vector<std::uint8_t> set_of(const std::string& key, const std::set<std::uint8_t>& allowed);

    template <class T>
    T one_of(const std::string& key, std::initializer_list<Word<T>> words)
    {
        return meaning(key, take(key), words);
    }

    /// Different words.
    template <class T>
    std::vector<T> list_of(const std::string& key, std::initializer_list<Word<T>> words)
    {
        std::vector<T> values;
        for (const toml::node& item : array(key)) {
            const T value = meaning(key, item, words);
            if (std::find(values.begin(), values.end(), value) != values.end())
                fail(key, item, "names twice the same");
            values.push_back(value);
        }
        return values;
    }

    void finish() const;

    /// For a key that was taken before.
    [[noreturn]] void fail(const std::string& key, std::string_view sentence) const;

private:
    const toml::node& take(const std::string& key);
    /// At least one item.
    const toml::array& array(const std::string& key);
    std::int64_t integer(const std::string& key, const toml::node& node, Range<std::int64_t> range) const;
    [[noreturn]] void fail(const std::string& key, const toml::node& node, std::string_view sentence) const;

    std::string field(const std::string& key) const { return name_.empty() ? key : name_ + "." + key; }

    template <class T>
    T meaning(const std::string& key, const toml::node& node, std::initializer_list<Word<T>> words) const
    {
        const auto text = node.value_exact<std::string>();
        for (const auto& [word, value] : words)
            if (text == word)
                return value;
        fail(key, node, "is none of the words that it may be");
    }

    const toml::table& table_;
    std::string name_;
    std::set<std::string> taken_;
};

} // namespace card::profile
