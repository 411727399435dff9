// SPDX-License-Identifier: Apache-2.0
#include "card/pki/ldif.hpp"

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

/// Lines as they stand in the file, without their ends.
class Lines {
public:
    explicit Lines(std::string_view text) : rest_{text} {}

    std::optional<std::string_view> next()
    {
        if (rest_.empty())
            return std::nullopt;
        ++number_;
        const std::size_t end = rest_.find('\n');
        std::string_view line = rest_.substr(0, end);
        rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
        if (!line.empty() && line.back() == '\r')
            line.remove_suffix(1);
        return line;
    }

    /// The next line continues the one before.
    bool is_continued() const { return !rest_.empty() && rest_.front() == ' '; }

    long number() const { return number_; }

private:
    std::string_view rest_;
    long number_ = 0;
};

int digit_of(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+')
        return 62;
    return c == '/' ? 63 : -1;
}

/// base64 with padding and without anything else. [RFC4648] §4
std::optional<Bytes> from_base64(std::string_view text)
{
    if (text.size() % 4 != 0)
        return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=')
        ++padding;
    Bytes out;
    out.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text.substr(0, text.size() - padding)) {
        const int digit = digit_of(c);
        if (digit < 0)
            return std::nullopt;
        bits = (bits << 6 | static_cast<std::uint32_t>(digit)) & 0xFFFFFF;
        count += 6;
        if (count >= 8) {
            count -= 8;
            out.push_back(static_cast<std::uint8_t>(bits >> count));
        }
    }
    const std::uint32_t left_over = bits & ((1U << count) - 1);
    if (left_over != 0)
        return std::nullopt;
    return out;
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
