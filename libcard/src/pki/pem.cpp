// SPDX-License-Identifier: Apache-2.0
#include "card/pki/pem.hpp"

#include "base64.hpp"
#include "text_lines.hpp"

#include "card/base/error.hpp"

namespace card::pki {

namespace {

constexpr std::string_view begin_mark = "-----BEGIN ";
constexpr std::string_view end_mark = "-----END ";
constexpr std::string_view closing = "-----";

[[noreturn]] void refuse_pem(const char* sentence, long line)
{
    throw Error{Errc::malformed_data, Step{"PEM"}, sentence}.with_number(line);
}

/// The label of a line that begins with `mark`; nothing for any other line.
std::optional<std::string_view> label_in(std::string_view line, std::string_view mark)
{
    line = line.substr(0, line.find_last_not_of(" \t") + 1);
    if (!line.starts_with(mark) || !line.ends_with(closing) || line.size() < mark.size() + closing.size())
        return std::nullopt;
    return line.substr(mark.size(), line.size() - mark.size() - closing.size());
}

PemBlock read_block(Lines& lines, std::string_view label)
{
    const long first = lines.number();
    std::string digits;
    while (const auto line = lines.next()) {
        if (const auto end = label_in(*line, end_mark)) {
            if (*end != label)
                refuse_pem("a block ends under another label", lines.number());
            const auto content = from_base64(digits);
            if (!content || content->empty())
                refuse_pem("a block that is not base64", first);
            return {std::string{label}, *content};
        }
        digits += line->substr(0, line->find_last_not_of(" \t") + 1);
    }
    refuse_pem("a block that does not end", first);
}

} // namespace

bool is_pem(ByteView text)
{
    if (text.size() >= 2 && text[0] == 0x30 && text[1] >= 0x80) // DER or BER of more than 127 bytes
        return false;
    const std::string_view all = as_text(text);
    return all.starts_with(begin_mark) || all.find(std::string{'\n'}.append(begin_mark)) != std::string_view::npos;
}

std::vector<PemBlock> read_pem(ByteView text)
{
    require(text.size() <= max_pem_size, Errc::malformed_data, "PEM", "too large");
    std::vector<PemBlock> blocks;
    Lines lines{as_text(text)};
    while (const auto line = lines.next())
        if (const auto label = label_in(*line, begin_mark))
            blocks.push_back(read_block(lines, *label));
    if (blocks.empty())
        refuse_pem("no block", lines.number());
    return blocks;
}

Bytes der_of(ByteView content, std::string_view label)
{
    if (!is_pem(content))
        return to_bytes(content);
    std::vector<PemBlock> blocks = read_pem(content);
    require(blocks.size() == 1 && blocks.front().label == label, Errc::malformed_data, "PEM",
        "not one block of what is asked for");
    return std::move(blocks.front().content);
}

} // namespace card::pki
