// SPDX-License-Identifier: Apache-2.0
#include "intake/table/lines.hpp"

#include "base/text.hpp"

#include <array>

namespace perso::intake {

using card::text::Encoding;

namespace {

constexpr std::array<std::pair<Encoding, std::string_view>, 3> marks{{
    {Encoding::utf8_with_mark, "\xEF\xBB\xBF"},
    {Encoding::utf16_little_endian, "\xFF\xFE"},
    {Encoding::utf16_big_endian, "\xFE\xFF"},
}};

bool in_units(Encoding encoding)
{
    return encoding == Encoding::utf16_little_endian || encoding == Encoding::utf16_big_endian;
}

} // namespace

const char* reason_of(LineFault fault)
{
    switch (fault) {
    case LineFault::not_unicode:
        break;
    case LineFault::utf16_without_mark:
        return text("UTF-16 without a byte order mark: save it as CSV in UTF-8");
    case LineFault::too_long:
        return text("a row longer than 64 KiB");
    }
    return text("neither UTF-8 nor UTF-16: save it as CSV in UTF-8");
}

LineReader::LineReader(std::istream& in) : in_{in}
{
    const auto begin = in_.tellg();
    std::string first(3, '\0');
    in_.read(first.data(), static_cast<std::streamsize>(first.size()));
    first.resize(static_cast<std::size_t>(in_.gcount()));
    in_.clear();
    for (const auto& [encoding, mark] : marks)
        if (first.starts_with(mark)) {
            encoding_ = encoding;
            mark_ = mark;
            break;
        }
    in_.seekg(begin + static_cast<std::streamoff>(mark_.size()));
}

bool LineReader::ends_line(std::string_view line) const
{
    if (!in_units(encoding_))
        return line.ends_with('\n');
    const std::string_view end =
        encoding_ == Encoding::utf16_big_endian ? std::string_view{"\0\n", 2} : std::string_view{"\n\0", 2};
    return line.size() % 2 == 0 && line.ends_with(end);
}

std::optional<std::string> LineReader::next_bytes()
{
    using Traits = std::char_traits<char>;
    const std::size_t most = in_units(encoding_) ? 2 * longest_line : longest_line;
    std::streambuf& buffer = *in_.rdbuf();
    std::string line;
    bool whole = true;
    for (int c = 0; (c = buffer.sbumpc()) != Traits::eof();) {
        line += Traits::to_char_type(c);
        whole = whole && line.size() <= most;
        if (ends_line(line))
            break;
        if (!whole && line.size() % 2 == 0) // read to its end, but not kept
            line.clear();
    }
    return whole ? std::optional{std::move(line)} : std::nullopt;
}

std::variant<std::string, LineFault> LineReader::next()
{
    auto bytes = next_bytes();
    if (!bytes)
        return LineFault::too_long;
    if (bytes->empty())
        return std::string{};
    // A line alone is decoded as a file of its own, which begins as this one does.
    auto decoded = card::text::decode_text(card::as_bytes(mark_ + *bytes));
    if (auto* text = std::get_if<card::text::DecodedText>(&decoded))
        return std::move(text->text);
    return std::get<card::text::EncodingFault>(decoded) == card::text::EncodingFault::utf16_without_mark
               ? LineFault::utf16_without_mark
               : LineFault::not_unicode;
}

} // namespace perso::intake
