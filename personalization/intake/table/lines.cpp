// SPDX-License-Identifier: Apache-2.0
#include "intake/table/lines.hpp"

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

std::optional<std::string> LineReader::next_bytes()
{
    using Traits = std::char_traits<char>;
    const std::size_t most = in_units(encoding_) ? 2 * longest_line : longest_line;
    std::streambuf& buffer = *in_.rdbuf();
    std::string line;
    for (int c = 0; (c = buffer.sbumpc()) != Traits::eof();) {
        line += Traits::to_char_type(c);
        if (line.size() > most)
            return std::nullopt;
        if (!in_units(encoding_) ? c == '\n' : line.size() % 2 == 0) {
            const std::size_t high = encoding_ == Encoding::utf16_big_endian ? line.size() - 2 : line.size() - 1;
            const std::size_t low = encoding_ == Encoding::utf16_big_endian ? line.size() - 1 : line.size() - 2;
            if (!in_units(encoding_) || (line[high] == '\0' && line[low] == '\n'))
                break;
        }
    }
    return line;
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
