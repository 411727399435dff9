// SPDX-License-Identifier: Apache-2.0
#include "card/tlv/reader.hpp"

#include "card/base/error.hpp"

namespace card::tlv {

namespace {

constexpr std::size_t max_tag_bytes = 3;
constexpr std::size_t max_length_bytes = 4;

struct Header {
    Tag tag;
    std::size_t header_size; // tag and length, in bytes
    std::size_t value_size;
};

[[noreturn]] void malformed(const char* sentence)
{
    throw Error{Errc::malformed_tlv, sentence};
}

/// Nothing: the bytes end inside tag or length. [X.690] §8.1.2, §8.1.3, §10.1
std::optional<Header> parse_any_header(ByteView data)
{
    if (data.empty())
        return std::nullopt;
    std::uint32_t tag = data[0];
    std::size_t at = 1;
    if (tag == 0x00)
        malformed("tag 00");
    if ((tag & 0x1F) == 0x1F) {
        bool more = true;
        while (more) {
            if (at == data.size())
                return std::nullopt;
            if (at == max_tag_bytes)
                malformed("tag of more than three bytes");
            if (at == 1 && (data[at] & 0x7F) == 0)
                malformed("tag number with leading zeros");
            more = (data[at] & 0x80) != 0;
            tag = tag << 8 | data[at++];
        }
        // A number that fits the short form stays allowed: ICAO's own tags 5F01, 5F0E and 5F19 have such. [9303-10] §4
    }

    if (at == data.size())
        return std::nullopt;
    const std::uint8_t first = data[at++];
    if (first < 0x80)
        return Header{Tag{tag}, at, first};
    const std::size_t count = first & 0x7F;
    if (count == 0)
        malformed("indefinite length");
    if (count > max_length_bytes)
        malformed("length of more than four bytes");
    if (data.size() - at < count)
        return std::nullopt;
    const std::uint64_t length = from_big_endian(data.subspan(at, count));
    const std::uint64_t least = count == 1 ? 0x80 : std::uint64_t{1} << (8 * (count - 1));
    if (length < least)
        malformed("length not in the fewest bytes");
    return Header{Tag{tag}, at + count, static_cast<std::size_t>(length)};
}

/// The same. Nearly every header in a document has two bytes.
std::optional<Header> parse_header(ByteView data)
{
    const std::uint8_t* const bytes = data.data();
    if (data.size() >= 2 && bytes[0] != 0x00 && (bytes[0] & 0x1F) != 0x1F && bytes[1] < 0x80)
        return Header{Tag{bytes[0]}, 2, bytes[1]};
    return parse_any_header(data);
}

} // namespace

Element Reader::next()
{
    const auto header = parse_header(rest_);
    if (!header)
        malformed("data ends inside a tag or length");
    if (rest_.size() - header->header_size < header->value_size)
        malformed("value is longer than the data");
    const ByteView whole = rest_.first(header->header_size + header->value_size);
    rest_ = rest_.subspan(whole.size());
    return {header->tag, whole.subspan(header->header_size), whole};
}

std::optional<Tag> Reader::peek() const
{
    if (at_end())
        return std::nullopt;
    const auto header = parse_header(rest_);
    if (!header)
        malformed("data ends inside a tag or length");
    return header->tag;
}

ByteView Reader::expect(Tag tag)
{
    const Element element = next();
    if (element.tag != tag)
        malformed("another tag than expected");
    return element.value;
}

ByteView Reader::expect_whole(Tag tag)
{
    const Element element = next();
    if (element.tag != tag)
        malformed("another tag than expected");
    return element.whole;
}

std::optional<ByteView> Reader::accept(Tag tag)
{
    if (peek() != tag)
        return std::nullopt;
    return next().value;
}

void Reader::finish() const
{
    if (!at_end())
        malformed("bytes after the last element");
}

ByteView only(ByteView data, Tag tag)
{
    Reader reader{data};
    const ByteView value = reader.expect(tag);
    reader.finish();
    return value;
}

std::optional<std::size_t> total_length(ByteView head)
{
    const auto header = parse_header(head);
    if (!header)
        return std::nullopt;
    return header->header_size + header->value_size;
}

} // namespace card::tlv
