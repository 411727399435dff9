// SPDX-License-Identifier: Apache-2.0
#include "card/pki/ldif.hpp"

#include "base64.hpp"
#include "text_lines.hpp"

#include "card/base/error.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace card::pki {

namespace {

[[noreturn]] void malformed(const char* sentence, long line)
{
    throw Error{Errc::malformed_data, Step{"LDIF"}, sentence}.with_number(line);
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_text(std::string_view a, std::string_view b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string_view without_leading_spaces(std::string_view text)
{
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    return text;
}

void check_size(ByteView text)
{
    if (text.size() > max_ldif_size)
        throw Error{Errc::malformed_data, Step{"LDIF"}, "too large"};
}

} // namespace

bool is_ldif(ByteView text)
{
    Lines lines{as_text(text)};
    while (const auto line = lines.next()) {
        if (line->empty() || line->front() == '#')
            continue;
        return line->starts_with("version:") || line->starts_with("dn:");
    }
    return false;
}

std::vector<Bytes> ldif_values(ByteView text, std::string_view attribute)
{
    check_size(text);
    std::vector<Bytes> values;
    Lines lines{as_text(text)};
    while (auto line = lines.next()) {
        const long number = lines.number();
        std::string unfolded; // filled only if the line goes on
        while (lines.is_continued()) {
            if (unfolded.empty())
                unfolded = *line;
            unfolded += lines.next()->substr(1);
        }
        const std::string_view whole = unfolded.empty() ? *line : std::string_view{unfolded};
        if (whole.empty() || whole.front() == '#' || whole == "-")
            continue;
        const std::size_t colon = whole.find(':');
        if (colon == std::string_view::npos || colon == 0)
            malformed("a line that is no attribute", number);
        const std::string_view name = whole.substr(0, colon);
        if (!same_text(name.substr(0, name.find(';')), attribute) || !whole.substr(colon).starts_with("::"))
            continue;
        const auto value = from_base64(without_leading_spaces(whole.substr(colon + 2)));
        if (!value)
            malformed("a value that is not base64", number);
        values.push_back(*value);
    }
    return values;
}

} // namespace card::pki
