// SPDX-License-Identifier: Apache-2.0
#include "database/postgresql/placeholders.hpp"

#include "card/base/error.hpp"
#include "card/base/hex.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace perso::store {

namespace {

struct Kind {
    char letter;
    std::string_view cast;
};

constexpr std::array<Kind, 4> kinds{{{'n', ""}, {'i', "::bigint"}, {'t', "::text"}, {'b', "::bytea"}}};

Kind kind(const Value& value)
{
    return kinds.at(value.index());
}

bool in_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/// The end of what begins at `at` and is copied as it is: quoted text, a comment, `::`, or one character.
std::size_t end_of_other(std::string_view sql, std::size_t at)
{
    const char c = sql[at];
    const auto after = [&](std::string_view what) {
        const std::size_t found = sql.find(what, at + 1);
        return found == sql.npos ? sql.size() : found + what.size();
    };
    if (c == '\'' || c == '"')
        return after({&sql[at], 1});
    if (sql.substr(at).starts_with("--"))
        return after("\n");
    return at + (sql.substr(at).starts_with("::") ? 2 : 1);
}

} // namespace

Numbered numbered(const std::string& sql, Bindings bindings)
{
    Numbered out;
    const std::string_view text = sql;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (end < text.size() && in_name(text[end]))
            ++end;
        if (text[at] != ':' || end == at + 1) {
            end = end_of_other(text, at);
            out.sql += text.substr(at, end - at);
            at = end;
            continue;
        }
        const std::string_view name = text.substr(at, end - at);
        const auto* binding =
            std::find_if(bindings.begin(), bindings.end(), [&](const Binding& b) { return b.name == name; });
        card::require(binding != bindings.end(), card::Errc::internal, "SQL", "a statement without one of its values");
        const auto known = std::find(out.order.begin(), out.order.end(), binding);
        const auto number = known - out.order.begin() + 1;
        if (known == out.order.end())
            out.order.push_back(binding);
        out.sql += fmt::format("${}{}", number, kind(binding->value).cast);
        at = end;
    }
    card::require(out.order.size() == bindings.size(), card::Errc::internal, "SQL", "a value that no place is for");
    return out;
}

std::string types(Bindings bindings)
{
    std::string letters;
    for (const Binding& binding : bindings)
        letters += kind(binding.value).letter;
    return letters;
}

std::optional<std::string> as_parameter(const Value& value)
{
    struct Visitor {
        std::optional<std::string> operator()(std::nullptr_t) const { return std::nullopt; }

        std::optional<std::string> operator()(std::int64_t number) const { return std::to_string(number); }

        std::optional<std::string> operator()(std::string_view text) const
        {
            card::require(
                text.find('\0') == text.npos, card::Errc::store_failed, "store", "a zero character in a text");
            return std::string{text};
        }

        std::optional<std::string> operator()(card::ByteView bytes) const { return "\\x" + card::to_hex(bytes); }
    };

    return std::visit(Visitor{}, value);
}

} // namespace perso::store
