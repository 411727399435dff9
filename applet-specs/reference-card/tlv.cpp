// SPDX-License-Identifier: Apache-2.0
#include "tlv.hpp"

#include "status.hpp"

namespace refcard::tlv {

namespace {

constexpr std::size_t longest_tag = 3;

std::uint8_t take_byte(ByteView data, std::size_t& at)
{
    require(at < data.size(), Sw::wrong_data);
    return data[at++];
}

Tag take_tag(ByteView data, std::size_t& at)
{
    Tag tag = take_byte(data, at);
    require(tag != 0, Sw::wrong_data);
    if ((tag & 0x1F) != 0x1F)
        return tag;
    std::uint8_t byte = take_byte(data, at);
    require((byte & 0x7F) != 0, Sw::wrong_data); // leading zeros
    require(byte >= 0x1F, Sw::wrong_data);       // the number would fit the short form
    tag = tag << 8 | byte;
    while ((byte & 0x80) != 0) {
        require(at < longest_tag, Sw::wrong_data);
        byte = take_byte(data, at);
        tag = tag << 8 | byte;
    }
    return tag;
}

std::size_t take_length(ByteView data, std::size_t& at)
{
    const std::size_t first = take_byte(data, at);
    if (first < 0x80)
        return first;
    const std::size_t count = first & 0x7F;
    require(count >= 1 && count <= 3, Sw::wrong_data);
    std::size_t length = 0;
    for (std::size_t i = 0; i < count; ++i)
        length = length << 8 | take_byte(data, at);
    const std::size_t least = count == 1 ? 0x80 : std::size_t{1} << (8 * (count - 1));
    require(length >= least, Sw::wrong_data);
    return length;
}

Bytes header(Tag tag, std::size_t length)
{
    Bytes bytes;
    for (const unsigned shift : {16U, 8U, 0U}) {
        if (tag >> shift != 0)
            bytes.push_back(static_cast<std::uint8_t>(tag >> shift));
    }
    if (length < 0x80) {
        bytes.push_back(static_cast<std::uint8_t>(length));
        return bytes;
    }
    const std::size_t count = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
    bytes.push_back(static_cast<std::uint8_t>(0x80 | count));
    append(bytes, big_endian(length, count));
    return bytes;
}

} // namespace

Object Parser::next()
{
    std::size_t at = 0;
    const Tag tag = take_tag(rest_, at);
    const std::size_t length = take_length(rest_, at);
    require(rest_.size() - at >= length, Sw::wrong_data);
    const ByteView whole = rest_.first(at + length);
    rest_ = rest_.subspan(whole.size());
    return {tag, whole.subspan(at), whole};
}

ByteView Parser::take(Tag tag)
{
    const Object object = next();
    require(object.tag == tag, Sw::wrong_data);
    return object.value;
}

std::optional<Object> Parser::take_if(Tag tag)
{
    if (at_end())
        return std::nullopt;
    Parser ahead{rest_};
    const Object object = ahead.next();
    if (object.tag != tag)
        return std::nullopt;
    rest_ = ahead.rest_;
    return object;
}

void Parser::end() const
{
    require(at_end(), Sw::wrong_data);
}

ByteView only(ByteView data, Tag tag)
{
    Parser parser{data};
    const ByteView value = parser.take(tag);
    parser.end();
    return value;
}

Bytes make(Tag tag, ByteView value)
{
    return join({header(tag, value.size()), value});
}

Bytes make(Tag tag, std::initializer_list<ByteView> children)
{
    return make(tag, join(children));
}

} // namespace refcard::tlv
