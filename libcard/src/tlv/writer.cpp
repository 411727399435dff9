// SPDX-License-Identifier: Apache-2.0
#include "card/tlv/writer.hpp"

#include <algorithm>

namespace card::tlv {

namespace {

std::size_t width_of(std::uint64_t value)
{
    std::size_t width = 1;
    while (value >>= 8)
        ++width;
    return width;
}

} // namespace

Bytes encode(Tag tag)
{
    return big_endian(tag.value, width_of(tag.value));
}

Bytes encode(Tag tag, ByteView value)
{
    Bytes out = encode(tag);
    if (value.size() < 0x80) {
        out.push_back(static_cast<std::uint8_t>(value.size()));
    } else {
        const std::size_t width = width_of(value.size());
        out.push_back(static_cast<std::uint8_t>(0x80 | width));
        append(out, big_endian(value.size(), width));
    }
    append(out, value);
    return out;
}

Bytes encode(Tag tag, std::initializer_list<ByteView> children)
{
    return encode(tag, concat(children));
}

Bytes encode_integer(std::uint64_t value)
{
    return encode_unsigned(big_endian(value, 8));
}

Bytes encode_unsigned(ByteView magnitude)
{
    while (magnitude.size() > 1 && magnitude[0] == 0)
        magnitude = magnitude.subspan(1);
    Bytes content;
    if (magnitude.empty() || (magnitude[0] & 0x80) != 0)
        content.push_back(0);
    append(content, magnitude);
    return encode(asn1::integer, content);
}

Bytes encode_set_of(std::vector<Bytes> children)
{
    std::sort(children.begin(), children.end());
    Bytes content;
    for (const Bytes& child : children)
        append(content, child);
    return encode(asn1::set, content);
}

} // namespace card::tlv
